-- Only searches by a system without a code read it; they can go by token_by_code alone. Every token written paid for it.
DROP INDEX token_by_system;

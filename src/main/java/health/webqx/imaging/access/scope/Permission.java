package health.webqx.imaging.access.scope;

/** What a scope's letters allow, in the order the grammar wants them (SMART 2.2 scopes). */
public enum Permission {
    CREATE('c'),
    READ('r'),
    UPDATE('u'),
    DELETE('d'),
    SEARCH('s');

    private final char letter;

    Permission(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }
}

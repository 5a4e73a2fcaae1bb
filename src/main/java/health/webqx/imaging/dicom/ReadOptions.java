package health.webqx.imaging.dicom;

/**
 * How far and how generously to read. Start from {@link #DEFAULT}.
 *
 * @param bulkThreshold bytes from which on a binary value (OB, OD, OF, OL, OV, OW, UN) is located instead of loaded, where
 *     the input can be read again; pixel data are located whatever their size
 * @param stopBefore reading ends before the first top-level tag not below this one, unsigned; 0 for none
 * @param maxDepth of sequences in sequences
 * @param maxElements of all levels together
 * @param maxMemory bytes of values and of their bookkeeping held in memory
 * @param maxInflated bytes a deflated data set may have
 */
public record ReadOptions(
        int bulkThreshold, int stopBefore, int maxDepth, int maxElements, long maxMemory, long maxInflated) {
    public static final ReadOptions DEFAULT = new ReadOptions(4096, 0, 64, 1_000_000, 256L << 20, 4L << 30);

    public ReadOptions stopBefore(int tag) {
        return new ReadOptions(bulkThreshold, tag, maxDepth, maxElements, maxMemory, maxInflated);
    }

    public ReadOptions withBulkThreshold(int bytes) {
        return new ReadOptions(bytes, stopBefore, maxDepth, maxElements, maxMemory, maxInflated);
    }

    public ReadOptions withMaxMemory(long bytes) {
        return new ReadOptions(bulkThreshold, stopBefore, maxDepth, maxElements, bytes, maxInflated);
    }

    public ReadOptions withMaxDepth(int depth) {
        return new ReadOptions(bulkThreshold, stopBefore, depth, maxElements, maxMemory, maxInflated);
    }

    public ReadOptions withMaxElements(int count) {
        return new ReadOptions(bulkThreshold, stopBefore, maxDepth, count, maxMemory, maxInflated);
    }

    public ReadOptions withMaxInflated(long bytes) {
        return new ReadOptions(bulkThreshold, stopBefore, maxDepth, maxElements, maxMemory, bytes);
    }
}

package io.tollgate.gateway.admission;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Where the entries of a blacklist lie: as bytes in large pages, in which a collector has nothing to follow and which it
 * leaves where they are. A million entries as objects stop all calls for a tenth of a second each time while they are read.
 *
 * <p>What was written stays as it is. A page goes when none of its entries is left; of one with few they are to be written
 * anew elsewhere ({@link #tidy}).
 *
 * <p>One thread writes. Any number read, as {@link EntryTable} does.
 */
class EntryPages {
    /** With the array's header a G1 region of the size that jvm.options sets: what is larger than half of one is not moved. */
    private static final int PAGE_BYTES = (4 << 20) - 16;

    /** A location counts in these, so that its 32 bits reach through 32 GB: an index of a page, and a place in it. */
    private static final int UNIT = Long.BYTES;

    private static final int UNIT_BITS = 19;
    private static final int MOST_PAGES = 1 << Integer.SIZE - UNIT_BITS;
    /** Before each entry stands how many units it takes. */
    private static final int SIZE_BYTES = Integer.BYTES;

    private static final int FEW_PAGES = 4;
    private static final int NO_PAGE = -1;

    private final int pageBytes;
    private volatile AtomicReferenceArray<byte[]> pages = new AtomicReferenceArray<>(FEW_PAGES);
    /** Units of each page that are in use; the writer's, like all that follows. */
    private int[] inUse = new int[FEW_PAGES];

    private long allInUse;
    private int pageCount;
    private int current = NO_PAGE;
    /** Up to where the current page is written. */
    private int end;

    EntryPages() {
        this(PAGE_BYTES);
    }

    /** With smaller ones. */
    EntryPages(int pageBytes) {
        this.pageBytes = Math.min(pageBytes, PAGE_BYTES) / UNIT * UNIT;
    }

    /** Takes an entry; no reader sees it before it is in a table. */
    HeldEntry add(BlacklistEntry entry) {
        byte[] bytes = EntryBytes.of(entry);
        int units = (SIZE_BYTES + bytes.length + UNIT - 1) / UNIT;
        if (current == NO_PAGE || end + units * UNIT > pages.get(current).length) {
            turnPage(units * UNIT);
        }
        ByteBuffer.wrap(pages.get(current)).position(end).putInt(units).put(bytes);
        HeldEntry held = new HeldEntry(entry, current << UNIT_BITS | end / UNIT);
        end += units * UNIT;
        use(current, units);
        return held;
    }

    /** The page with this entry; null: it is gone. Another may have come in its place since the location was read. */
    byte @Nullable [] page(int location) {
        return pages.get(location >>> UNIT_BITS);
    }

    /** The entry there, in the page that was there when the location was read. */
    static HeldEntry read(byte[] page, int location) {
        return new HeldEntry(EntryBytes.read(page, offset(location) + SIZE_BYTES), location);
    }

    /** As the writer may, for whom no page goes meanwhile. */
    HeldEntry read(int location) {
        return read(pages.get(location >>> UNIT_BITS), location);
    }

    /** Forgets an entry to which no table leads any more. */
    void remove(int location) {
        int index = location >>> UNIT_BITS;
        use(index, -units(pages.get(index), offset(location)));
        if (index != current && inUse[index] == 0) {
            drop(index);
        }
    }

    /**
     * Where more than half of all pages is waste, gives all that was ever written to the one with the most of it: what is
     * still held is to be added anew, and then removed there.
     */
    void tidy(Consumer<HeldEntry> mover) {
        if (pageCount <= FEW_PAGES || allInUse * UNIT > (long) pageCount * pageBytes / 2) {
            return;
        }
        int sparsest = IntStream.range(0, inUse.length)
                .filter(i -> i != current && pages.get(i) != null)
                .boxed()
                .min(Comparator.comparingInt(i -> inUse[i]))
                .orElseThrow();
        byte[] page = pages.get(sparsest);
        for (int at = UNIT; at < page.length && units(page, at) > 0; at += UNIT * units(page, at)) {
            mover.accept(read(page, sparsest << UNIT_BITS | at / UNIT));
        }
    }

    /** How many pages there are. */
    int count() {
        return pageCount;
    }

    private static int offset(int location) {
        return (location & (1 << UNIT_BITS) - 1) * UNIT;
    }

    /** How many an entry takes; 0: none was written there. */
    private static int units(byte[] page, int offset) {
        return ByteBuffer.wrap(page).getInt(offset);
    }

    private void use(int page, int units) {
        inUse[page] += units;
        allInUse += units;
    }

    /** Begins a page with room for an entry of that size, however large; no location in it is 0. */
    private void turnPage(int size) {
        int full = current;
        int free = 0;
        while (free < pages.length() && pages.get(free) != null) {
            free++;
        }
        if (free == pages.length()) {
            grow();
        }
        pages.set(free, new byte[Math.max(pageBytes, UNIT + size)]);
        current = free;
        pageCount++;
        end = UNIT;
        if (full != NO_PAGE && inUse[full] == 0) {
            drop(full);
        }
    }

    private void grow() {
        if (pages.length() == MOST_PAGES) {
            throw new IllegalStateException("no more than " + MOST_PAGES + " pages of blacklist entries");
        }
        AtomicReferenceArray<byte[]> more = new AtomicReferenceArray<>(2 * pages.length());
        for (int i = 0; i < pages.length(); i++) {
            more.set(i, pages.get(i));
        }
        inUse = Arrays.copyOf(inUse, more.length());
        pages = more;
    }

    private void drop(int page) {
        pages.set(page, null);
        pageCount--;
    }
}

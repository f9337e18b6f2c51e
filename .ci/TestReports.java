import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Reads what Surefire and Failsafe reported, for CI: a suite that nobody ran and a test that was skipped look green in a
 * build. Started as a single source file; prints the sums as its last line.
 */
final class TestReports {

    /** Each must have run; the longer ones first, since a name may end in several. */
    private static final List<String> SUFFIXES = List.of("SystemTest", "ArchTest", "Properties", "IT", "Test");

    /** What CI does not provide; a test that says so when it is skipped is named, and no failure. */
    private static final List<String> EXCUSES = List.of("node and npm are not here", "no Docker");

    private final Map<String, Integer> ran = new LinkedHashMap<>();
    private final List<String> skips = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private final boolean provided;
    private int passed;
    private int failed;

    private TestReports(boolean provided) {
        this.provided = provided;
        SUFFIXES.forEach(suffix -> ran.put(suffix, 0));
    }

    public static void main(String[] arguments) throws Exception {
        TestReports reports = new TestReports(!arguments[0].equals("impossible"));
        for (Path file : files(Path.of(arguments[1]))) {
            reports.read(file);
        }
        System.exit(reports.tell());
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> walk = Files.walk(root, 4)) {
            return walk.filter(path -> path.getFileName().toString().matches("TEST-.*\\.xml"))
                    .filter(path -> path.getParent().getFileName().toString().matches("(surefire|failsafe)-reports"))
                    .sorted()
                    .toList();
        }
    }

    private void read(Path file) throws Exception {
        Document report = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
        String name = file.getFileName().toString().replaceFirst("^TEST-", "").replaceFirst("\\.xml$", "");
        String type = name.substring(name.lastIndexOf('.') + 1).replaceFirst("\\$.*", "");
        NodeList cases = report.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            String title = type + " " + test.getAttribute("name");
            NodeList skipped = test.getElementsByTagName("skipped");
            if (skipped.getLength() > 0) {
                Element reason = (Element) skipped.item(0);
                skipped(title, reason.getAttribute("message") + reason.getTextContent());
                continue;
            }
            boolean bad = test.getElementsByTagName("failure").getLength() > 0
                    || test.getElementsByTagName("error").getLength() > 0;
            if (bad) {
                failed++;
                System.out.println("[ci] failed: " + title);
            } else {
                passed++;
            }
            SUFFIXES.stream().filter(type::endsWith).findFirst().ifPresent(suffix -> ran.merge(suffix, 1, Integer::sum));
        }
    }

    private void skipped(String title, String why) {
        boolean excused = !provided || EXCUSES.stream().anyMatch(why::contains);
        String firstLine = why.strip().lines().findFirst().orElse("no reason given");
        skips.add(title + ": " + firstLine);
        if (!excused) {
            faults.add("skipped without excuse: " + title);
        }
    }

    private int tell() {
        ran.forEach((suffix, count) -> {
            System.out.println("[ci] *" + suffix + ": " + count + " ran");
            if (count == 0) {
                faults.add("no *" + suffix + " ran");
            }
        });
        skips.forEach(skip -> System.out.println("[ci] skipped: " + skip));
        faults.forEach(fault -> System.out.println("[ci] FAILED: " + fault));
        System.out.println(passed + " passed, " + failed + " failed, " + skips.size() + " skipped");
        return faults.isEmpty() && failed == 0 ? 0 : 1;
    }
}

import java.io.BufferedReader;
import java.net.URI;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The local Spheron, at a distance, with an instance, {@code trainer}, that is a real sshd. */
final class Sandbox {
  private static final Pattern EXPORT = Pattern.compile("export ([A-Z_]+)='([^']*)'");
  private static final String BASE = "SPHERON_API_BASE";

  private Sandbox() {}

  /** The lab as its users have it. */
  static Lab in(Lab lab, double milliseconds) throws Exception {
    Process sandbox = lab.start(List.of(lab.program(), "sandbox", "--sshd"));
    var variables = new TreeMap<String, String>();
    BufferedReader lines = sandbox.inputReader();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Matcher export = EXPORT.matcher(line);
      if (export.matches()) {
        variables.put(export.group(1), export.group(2));
      }
      if (line.startsWith("export SPHERON_HOME")) {
        break;
      }
    }
    Thread.ofVirtual().start(() -> lines.lines().forEach(_ -> {}));
    int port = URI.create(variables.get(BASE)).getPort();
    variables.put(BASE, "http://127.0.0.1:" + lab.away(port, milliseconds));
    return lab.with(variables);
  }
}

package io.github.spheronssh.doctor;

import io.github.spheronssh.SpheronSshException;
import io.github.spheronssh.doctor.Result.Failure;
import io.github.spheronssh.doctor.Result.Ok;
import io.github.spheronssh.doctor.Result.Skipped;
import io.github.spheronssh.doctor.Result.Warning;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The user's home there, and whether anything can still be written to it. */
final class HomeChecks {
  /** Kilobytes, as {@code df -k} has them: less than a log file or a wheel takes. */
  private static final long LITTLE = 256 * 1024;

  /** The end of a line of {@code df -P}: all, used, free, the share in use, where. */
  private static final Pattern USE =
      Pattern.compile("(\\d{1,18})\\s+(\\d{1,18})\\s+(-?\\d{1,18})\\s+\\d{1,3}%\\s+(/.*)$");

  /** The start of a line of {@code ls -ldn}: kind, mode, links, owner. */
  private static final Pattern OWNED =
      Pattern.compile("^[-dlbcps]([-rwxsStT]{9})[.+@]?\\s+\\d+\\s+(\\d{1,10})\\s.*");

  private static final List<String> NAMES = List.of("~", "~/.ssh", "~/.ssh/authorized_keys");

  private HomeChecks() {}

  static List<Check> all() {
    return List.of(
        Check.of(
                Layer.LOGIN,
                "home-writable",
                "the home folder is there and can be written to",
                "spheron-ssh connect NAME ls -ld . /",
                HomeChecks::writable)
            .needing("session", "mtu"),
        Check.of(
                Layer.LOGIN,
                "disk",
                "the disks of the home folder and of /tmp have room",
                "spheron-ssh connect NAME df -h",
                HomeChecks::disk)
            .needing("session", "mtu"),
        Check.of(
                Layer.LOGIN,
                "authorized-keys-mode",
                "nobody else can write to the home folder, ~/.ssh or authorized_keys: sshd would"
                    + " pass over the keys (StrictModes)",
                "spheron-ssh connect NAME chmod go-w . .ssh .ssh/authorized_keys",
                HomeChecks::modes)
            .needing("session", "mtu"));
  }

  private static Result writable(Patient patient) throws SpheronSshException {
    Survey survey = patient.remote().survey();
    if (!survey.isThere()) {
      return unknown();
    }
    List<String> home = survey.all("home");
    String remedy = "spheron-ssh connect %s ls -ld . /".formatted(patient.remote().name());
    if (!home.contains("there")) {
      return new Failure("there is no home folder", remedy);
    }
    return home.contains("writable")
        ? new Ok("it can be written to")
        : new Failure("the home folder can't be written to", remedy);
  }

  private static Result disk(Patient patient) throws SpheronSshException {
    Survey survey = patient.remote().survey();
    if (!survey.isThere()) {
      return unknown();
    }
    String remedy = "spheron-ssh connect %s df -h".formatted(patient.remote().name());
    List<String> near = new ArrayList<>();
    List<String> room = new ArrayList<>();
    for (String line : survey.all("disk")) {
      Matcher use = USE.matcher(line);
      if (use.find()) {
        long free = Long.parseLong(use.group(3));
        String where = "%s: %s free".formatted(use.group(4), size(free));
        if (free <= 0) {
          return new Failure("the disk is full: " + use.group(4), remedy);
        }
        (free < LITTLE ? near : room).add(where);
      }
    }
    for (String line : survey.all("inodes")) {
      Matcher use = USE.matcher(line);
      if (use.find() && Long.parseLong(use.group(1)) > 0 && Long.parseLong(use.group(3)) <= 0) {
        return new Failure(
            "no more files can be made, though there is room: " + use.group(4),
            "spheron-ssh connect %s df -i".formatted(patient.remote().name()));
      }
    }
    if (!near.isEmpty()) {
      return new Warning(
          "nearly full: " + String.join(", ", near.stream().distinct().toList()), remedy);
    }
    return room.isEmpty()
        ? unknown()
        : new Ok(String.join(", ", room.stream().distinct().toList()));
  }

  private static Result modes(Patient patient) throws SpheronSshException {
    Survey survey = patient.remote().survey();
    if (!survey.isThere()) {
      return unknown();
    }
    String user = survey.first("uid").orElse("");
    List<String> lines = survey.all("mode");
    for (int i = 0; i < Math.min(lines.size(), NAMES.size()); i++) {
      Optional<String> fault = fault(lines.get(i), user);
      if (fault.isPresent()) {
        return new Warning(
            "%s %s: sshd passes over the keys where it is strict"
                .formatted(NAMES.get(i), fault.get()),
            "spheron-ssh connect %s chmod go-w . .ssh .ssh/authorized_keys"
                .formatted(patient.remote().name()));
      }
    }
    return new Ok(
        lines.size() < NAMES.size() ? "no authorized_keys there" : "nobody else can write to them");
  }

  /** What sshd would find fault with, as its manual has it: whoever else may write, or owns it. */
  private static Optional<String> fault(String line, String user) {
    Matcher owned = OWNED.matcher(line);
    if (!owned.matches()) {
      return Optional.empty();
    }
    String mode = owned.group(1);
    if (mode.charAt(4) == 'w' || mode.charAt(7) == 'w') {
      return Optional.of("can be written to by others (%s)".formatted(mode));
    }
    String owner = owned.group(2);
    return owner.equals("0") || owner.equals(user)
        ? Optional.empty()
        : Optional.of("belongs to the user of number " + owner);
  }

  private static String size(long kilobytes) {
    return kilobytes < 10 * 1024 * 1024
        ? String.format(Locale.ROOT, "%d MB", kilobytes / 1024)
        : String.format(Locale.ROOT, "%d GB", kilobytes / 1024 / 1024);
  }

  /** What a check says that a machine without the usual shell leaves unanswered. */
  static Result unknown() {
    return new Skipped("session", "the shell there does not answer the doctor's questions");
  }
}

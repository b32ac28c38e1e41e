package io.github.spheronssh.ssh;

import io.github.spheronssh.SpheronSshException;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHPosixRenameExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/** The files of the other side, through MINA's client for SFTP. */
final class SftpFiles implements RemoteFiles {
  private static final int VERSION = 3; // what OpenSSH speaks
  private static final int PERMISSION_BITS = 07777;

  private final SftpClient client;
  private final Target target;

  private SftpFiles(SftpClient client, Target target) {
    this.client = client;
    this.target = target;
  }

  static SftpFiles open(ClientSession session, Target target) throws SshException {
    try {
      return new SftpFiles(SftpClientFactory.instance().createSftpClient(session, VERSION), target);
    } catch (IOException e) {
      throw new SshException(
          Layer.SESSION,
          "%s lets %s in, but gives no files by SFTP: %s"
              .formatted(target.endpoint(), target.user(), Failures.reason(e)),
          "its sshd_config needs a line like: Subsystem sftp internal-sftp",
          e);
    }
  }

  @Override
  public Optional<Stat> stat(String path) throws SpheronSshException {
    try {
      return Optional.of(stat(client.lstat(path)));
    } catch (SftpException e) {
      if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
        return Optional.empty();
      }
      throw failure("look at", path, e);
    } catch (IOException e) {
      throw failure("look at", path, e);
    }
  }

  private static Stat stat(Attributes attributes) {
    Kind kind =
        attributes.isSymbolicLink()
            ? Kind.LINK
            : attributes.isDirectory()
                ? Kind.FOLDER
                : attributes.isRegularFile() ? Kind.FILE : Kind.OTHER;
    return new Stat(
        kind,
        attributes.getPermissions() & PERMISSION_BITS,
        attributes.getUserId(),
        attributes.getGroupId());
  }

  @Override
  public boolean isWritable(String path) throws SpheronSshException {
    try (CloseableHandle _ = client.open(path, EnumSet.of(OpenMode.Write))) {
      return true;
    } catch (SftpException e) {
      return false;
    } catch (IOException e) {
      throw failure("open", path, e);
    }
  }

  @Override
  public byte[] read(String path, int limit) throws SpheronSshException {
    try (var in = client.read(path)) {
      byte[] content = in.readNBytes(limit + 1);
      if (content.length > limit) {
        throw new SshException(
            Layer.SESSION,
            "expected at most %d bytes in %s of %s, met more"
                .formatted(limit, path, target.endpoint()),
            null);
      }
      return content;
    } catch (IOException e) {
      throw failure("read", path, e);
    }
  }

  @Override
  public void create(String path, byte[] content, int mode) throws SpheronSshException {
    Set<OpenMode> modes = EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Exclusive);
    try (CloseableHandle handle = client.open(path, modes)) {
      client.setStat(handle, new Attributes().perms(mode));
      client.write(handle, 0, content, 0, content.length);
      var sync = client.getExtension(OpenSSHFsyncExtension.class);
      if (sync != null && sync.isSupported()) {
        sync.fsync(handle);
      }
    } catch (IOException e) {
      throw failure("write", path, e);
    }
  }

  @Override
  public void createFolder(String path, int mode) throws SpheronSshException {
    try {
      client.mkdir(path);
      client.setStat(path, new Attributes().perms(mode));
    } catch (IOException e) {
      throw failure("make the folder", path, e);
    }
  }

  @Override
  public void give(String path, int owner, int group) throws SpheronSshException {
    try {
      client.setStat(path, new Attributes().owner(owner, group));
    } catch (IOException e) {
      throw failure("keep the owner of", path, e);
    }
  }

  @Override
  public void replace(String path, String by) throws SpheronSshException {
    var rename = client.getExtension(OpenSSHPosixRenameExtension.class);
    if (rename == null || !rename.isSupported()) {
      throw new SshException(
          Layer.SESSION,
          "the SFTP server of %s can't put a file in another one's place in one step"
              .formatted(target.endpoint()),
          "OpenSSH's can (posix-rename@openssh.com)");
    }
    try {
      rename.posixRename(by, path);
    } catch (IOException e) {
      throw failure("replace", path, e);
    }
  }

  @Override
  public void remove(String path) throws SpheronSshException {
    try {
      client.remove(path);
    } catch (SftpException e) {
      if (e.getStatus() != SftpConstants.SSH_FX_NO_SUCH_FILE) {
        throw failure("remove", path, e);
      }
    } catch (IOException e) {
      throw failure("remove", path, e);
    }
  }

  private SshException failure(String what, String path, IOException e) {
    return new SshException(
        Layer.SESSION,
        "cannot %s %s of %s at %s: %s"
            .formatted(what, path, target.user(), target.endpoint(), Failures.reason(e)),
        null,
        e);
  }

  @Override
  public void close() {
    try {
      client.close();
    } catch (IOException e) {
      // Everything that was asked for has been answered; the channel goes with the session.
      return;
    }
  }
}

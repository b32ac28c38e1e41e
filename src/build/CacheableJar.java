import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** A library's jar, changed so that the ahead-of-time cache takes its classes. */
record CacheableJar(Path jar, FileTime time) {

  /** The cache refuses the classes of a signed jar, and every start reads the long manifest. */
  void removeSignature() throws IOException {
    try (FileSystem content = FileSystems.newFileSystem(jar)) {
      List<Path> signature = files(content.getPath("META-INF"), "META-INF/[^/]+\\.(SF|RSA|DSA|EC)");
      if (signature.isEmpty()) {
        return;
      }
      for (Path file : signature) {
        Files.delete(file);
      }
      Path file = content.getPath(JarFile.MANIFEST_NAME);
      Manifest manifest;
      try (InputStream in = Files.newInputStream(file)) {
        manifest = new Manifest(in);
      }
      manifest.getEntries().clear();
      try (OutputStream out = Files.newOutputStream(file)) {
        manifest.write(out);
      }
      Files.setLastModifiedTime(file, time);
    }
  }

  /**
   * The cache refuses classes without stack maps (JVMS 4.10), as before Java 6: gives them some.
   */
  void addStackMaps() throws IOException {
    URL[] self = {jar.toUri().toURL()};
    try (var loader = new URLClassLoader(self, ClassLoader.getPlatformClassLoader());
        FileSystem content = FileSystems.newFileSystem(jar)) {
      var hierarchy =
          ClassHierarchyResolver.ofResourceParsing(loader)
              .orElse(ClassHierarchyResolver.defaultResolver());
      ClassFile format =
          ClassFile.of(
              ClassFile.ConstantPoolSharingOption.NEW_POOL,
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(hierarchy));
      ClassTransform rewritten =
          ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL)
              .andThen(
                  ClassTransform.endHandler(type -> type.withVersion(ClassFile.JAVA_8_VERSION, 0)));
      for (Path file : files(content.getPath("/"), ".*\\.class")) {
        ClassModel type = format.parse(file);
        if (type.majorVersion() >= ClassFile.JAVA_6_VERSION) {
          continue;
        }
        byte[] changed = format.transformClass(type, rewritten);
        List<VerifyError> errors = format.verify(changed);
        if (!errors.isEmpty()) {
          throw new IOException(jar + ": " + file, errors.getFirst());
        }
        Files.write(file, changed);
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  private static List<Path> files(Path folder, String name) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().matches(name)).sorted().toList();
    }
  }
}

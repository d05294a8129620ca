import Foundation

/// The published conformance data: each of its folders from the first of `$CONFORMANCE_DIR`, `../shared/conformance`
/// beside the package, and `.build/conformance`, which `./build.sh test` fills.
///
/// It is not part of the package. Tests that need a folder say `.conformance("folder")`, so that its absence shows as
/// a skip with the folder's name.
public enum ConformanceData {
  /// The places where data is looked for, first to last.
  public static let directories: [URL] = {
    let chosen = ProcessInfo.processInfo.environment["CONFORMANCE_DIR"] ?? ""
    let shared = packageRoot.deletingLastPathComponent().appendingPathComponent("shared/conformance", isDirectory: true)
    let fetched = packageRoot.appendingPathComponent(".build/conformance", isDirectory: true)
    return (chosen.isEmpty ? [] : [URL(fileURLWithPath: chosen, isDirectory: true)]) + [shared, fetched]
  }()

  /// The top of the package, from this file's own place in it.
  public static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Whether a file or folder is there, its path relative to a conformance folder.
  public static func has(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: place(of: path).path)
  }

  /// The names of the entries of a folder, sorted; none where the folder is absent.
  public static func files(in folder: String) -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place(of: folder).path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The bytes of a file, its path relative to a conformance folder.
  public static func read(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: place(of: path)))
  }

  /// The text of a file, its path relative to a conformance folder.
  public static func text(_ path: String) throws -> String {
    String(decoding: try read(path), as: UTF8.self)
  }

  /// A folder of data comes from one place as a whole, so that cases of two sources are never mixed.
  private static func place(of path: String) -> URL {
    let folder = String(path.prefix { $0 != "/" })
    let directory = directories.first {
      FileManager.default.fileExists(atPath: $0.appendingPathComponent(folder).path)
    }
    return (directory ?? packageRoot.appendingPathComponent(".build/conformance")).appendingPathComponent(path)
  }
}

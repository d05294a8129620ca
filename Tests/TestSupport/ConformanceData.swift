import Foundation

/// The published conformance data: `$CONFORMANCE_DIR`, or `../shared/conformance` beside the package.
///
/// It is not part of the package. Tests that need it say `.enabled(if: ConformanceData.isPresent)`, so that its absence
/// shows as a skip.
public enum ConformanceData {
  /// Where the data is looked for.
  public static let directory: URL = {
    let chosen = ProcessInfo.processInfo.environment["CONFORMANCE_DIR"] ?? ""
    if !chosen.isEmpty { return URL(fileURLWithPath: chosen, isDirectory: true) }
    return packageRoot.deletingLastPathComponent().appendingPathComponent("shared/conformance", isDirectory: true)
  }()

  /// The top of the package, from this file's own place in it.
  public static let packageRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Whether the data is there.
  public static var isPresent: Bool {
    FileManager.default.fileExists(atPath: directory.path)
  }

  /// The names of the entries of a folder, sorted; none where the folder is absent.
  public static func files(in folder: String) -> [String] {
    let path = directory.appendingPathComponent(folder).path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted()
  }

  /// The bytes of a file, its path relative to the conformance folder.
  public static func read(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: directory.appendingPathComponent(path)))
  }

  /// The text of a file, its path relative to the conformance folder.
  public static func text(_ path: String) throws -> String {
    String(decoding: try read(path), as: UTF8.self)
  }
}

import Foundation

/// `openssl s_server` with a certificate of its own for 127.0.0.1.
final class OpenSSLServer {
  static let isAvailable = FileManager.default.isExecutableFile(atPath: executable.path)
  private static let executable = URL(fileURLWithPath: "/usr/bin/openssl")

  private let folder: URL
  private let process: Process
  let url: String

  var certificatePath: String { folder.appendingPathComponent("certificate.pem").path }
  var certificate: [UInt8] { Array(FileManager.default.contents(atPath: certificatePath) ?? Data()) }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("openssl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let certificate = folder.appendingPathComponent("certificate.pem").path
    let key = folder.appendingPathComponent("key.pem").path
    let creation = try Self.start([
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
      "-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
    ])
    creation.process.waitUntilExit()
    let server = try Self.start(["s_server", "-accept", "127.0.0.1:0", "-www", "-cert", certificate, "-key", key])
    process = server.process
    url = "https://127.0.0.1:\(Self.port(server.output))/"
  }

  func stop() {
    // A process started from a dispatch thread inherits its signal mask, which blocks SIGTERM.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  private static func start(_ arguments: [String]) throws -> (process: Process, output: FileHandle) {
    let process = Process()
    let output = Pipe()
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    return (process, output.fileHandleForReading)
  }

  /// The server prints `ACCEPT 127.0.0.1:<port>` once it listens.
  private static func port(_ output: FileHandle) -> String {
    var text = ""
    while !text.contains("ACCEPT") || text.last != "\n" {
      let data = output.availableData
      guard !data.isEmpty else { return "0" }
      text += String(decoding: data, as: UTF8.self)
    }
    let line = text.split(separator: "\n").first { $0.hasPrefix("ACCEPT") }
    return line?.split(separator: ":").last.map(String.init) ?? "0"
  }
}

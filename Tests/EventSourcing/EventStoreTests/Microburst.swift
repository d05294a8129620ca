import Foundation
import JSON
import TestSupport

/// A microburst process before the local AWS: a proxy that breaks calls the way AWS does, by rules.
///
/// `MICROBURST` is the executable's path. It signs anew, as it changes the Host header.
final class Microburst {
  static let executable = ProcessInfo.processInfo.environment["MICROBURST"] ?? ""
  static var isPresent: Bool { LocalAWS.isPresent && !executable.isEmpty }

  let endpoint: String
  private let process = Process()

  /// It takes no free port of its own, and another program may take the one that is found for it.
  static func started() throws -> Microburst {
    for _ in 0..<4 {
      if let found = try? Microburst() { return found }
    }
    return try Microburst()
  }

  private init() throws {
    let port = try LoopbackServer(script: []).port
    endpoint = "http://127.0.0.1:\(port)"
    process.executableURL = URL(fileURLWithPath: Self.executable)
    process.arguments = [
      "--upstream", LocalAWS.environment["AWS_ENDPOINT_URL"] ?? "", "--port", "\(port)", "--resign",
    ]
    var environment = ["AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_REGION": "us-east-1"]
    for name in ["PATH", "HOME"] { environment[name] = ProcessInfo.processInfo.environment[name] }
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    try waitUntilReady()
  }

  func stop() {
    // It keeps nothing, and a gentler signal waits for the client's idle connections to end.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
  }

  /// Replaces all rules by one for DynamoDB's operations.
  func set(_ fault: JSONObject, on operations: [String], times: Int) throws {
    try clear()
    let rules = operations.map { operation -> JSONValue in
      var rule: JSONObject = ["service": "dynamodb", "operation": .string(operation)]
      rule["times"] = .number(JSONNumber(times))
      for (name, value) in fault { rule[name] = value }
      return .object(rule)
    }
    _ = try call("POST", "rules", .array(rules))
  }

  func clear() throws {
    _ = try call("POST", "rules", [])
    _ = try call("DELETE", "fired")
  }

  /// How many calls were broken since the rules were set.
  func fired() throws -> Int { try call("GET", "fired").array?.count ?? 0 }

  private func waitUntilReady() throws {
    for _ in 0..<2_400 {
      if (try? call("GET", "health")) != nil { return }
      if !process.isRunning { break }
      Thread.sleep(forTimeInterval: 0.05)
    }
    throw LoopbackClient.Failure(description: "microburst did not become ready")
  }

  private func call(_ method: String, _ path: String, _ body: JSONValue? = nil) throws -> JSONValue {
    let response = try LoopbackClient.call(method, "\(endpoint)/_microburst/\(path)", body: body?.serialized() ?? [])
    return response.isEmpty ? .null : try JSONValue(parsing: response)
  }
}

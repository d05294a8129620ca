import AWSCore
import Environment
import Foundation
import HTTPTransport

/// The local AWS that integration tests use: `LOCAL_AWS_ENDPOINT`, such as `http://127.0.0.1:4566`.
///
/// Tests that need it say `.enabled(if: LocalAWS.isPresent, ...)`, so that its absence shows as a skip.
public enum LocalAWS {
  private static var endpoint: String {
    ProcessInfo.processInfo.environment["LOCAL_AWS_ENDPOINT"] ?? ""
  }

  public static var isPresent: Bool { !endpoint.isEmpty }

  /// The environment that a function would get there: the process's own, with what is missing filled in.
  public static var environment: EnvironmentVariables {
    let defaults = [
      "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
    ]
    let process = ProcessInfo.processInfo.environment.filter { $0.key.hasPrefix("AWS_") && !$0.value.isEmpty }
    return EnvironmentVariables(defaults.merging(process) { $1 }.merging(["AWS_ENDPOINT_URL": endpoint]) { $1 })
  }

  /// An environment for clients whose transport is scripted: nothing of it is reachable.
  public static let scripted = EnvironmentVariables([
    "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "AKID", "AWS_SECRET_ACCESS_KEY": "secret",
  ])

  /// A client of a service there, with the real clock, transport and retries.
  public static func client(_ service: AWSService) throws -> AWSClient {
    try AWSClient(
      configuration: AWSClientConfiguration(service: service, environment: environment),
      transport: ConnectionTransport(), clock: SystemClock(), sleeper: SystemSleeper(),
      randomness: SystemRandomness())
  }

  /// A name that no other test run uses, such as `orders-9f3c...`.
  public static func uniqueName(_ prefix: String) -> String {
    "\(prefix)-\(SystemRandomness().uuid().prefix(8))"
  }
}

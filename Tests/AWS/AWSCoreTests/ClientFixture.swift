import AWSCore
import Environment
import HTTPTransport
import JSON
import TestSupport

/// A client of an invented service, with everything around it under the test's control.
struct ClientFixture {
  static let service = AWSService(
    signingName: "example", hostPrefix: "example", endpointVariableSuffix: "EXAMPLE", targetPrefix: "Example_1",
    jsonVersion: "1.0")

  let clock = ManualClock()
  let sleeper: RecordingSleeper
  let transport: ScriptedTransport
  let observer = RecordingObserver()
  let client: AWSClient

  init(
    maxAttempts: Int = 3, service: AWSService = service, endpoint: Endpoint? = nil, _ transport: ScriptedTransport
  ) {
    self.transport = transport
    sleeper = RecordingSleeper(clock: clock)
    var configuration = AWSClientConfiguration(
      service: service, region: "us-east-1",
      endpoint: endpoint ?? Endpoint(service: service, region: "us-east-1") ?? Endpoint.fallback,
      credentials: Credentials(accessKeyID: "AKID", secretAccessKey: "secret"))
    configuration.retryPolicy.maxAttempts = maxAttempts
    client = AWSClient(
      configuration: configuration, transport: transport, clock: clock, sleeper: sleeper,
      randomness: ConstantRandomness(.max), observer: observer)
  }

  init(maxAttempts: Int = 3, answers: [ScriptedTransport.Answer]) {
    self.init(maxAttempts: maxAttempts, ScriptedTransport(answers))
  }

  func call(_ operation: String = "Do", deadline: Timestamp? = nil) -> Result<JSONValue, AWSError> {
    Result { () throws(AWSError) in try client.call(operation, ["a": 1], deadline: deadline) }
  }
}

extension Endpoint {
  fileprivate static var fallback: Endpoint { preconditionFailure("the fixture's region is no host label") }
}

/// The same number for ever; the greatest one stands for "no jitter".
final class ConstantRandomness: Randomness {
  private let value: UInt64

  init(_ value: UInt64) {
    self.value = value
  }

  func nextUInt64() -> UInt64 { value }
}

/// Keeps what it is told.
final class RecordingObserver: CallObserver {
  struct Call {
    let service: String
    let operation: String
    let milliseconds: Int64
    let attempts: Int
    let failed: Bool
  }

  private(set) var calls: [Call] = []

  func didCall(
    service: String, operation: String, start: Timestamp, end: Timestamp, attempts: Int, error: AWSError?
  ) {
    calls.append(
      Call(
        service: service, operation: operation, milliseconds: end.milliseconds(since: start), attempts: attempts,
        failed: error != nil))
  }
}

extension Result where Failure == AWSError {
  var error: AWSError? {
    if case .failure(let error) = self { error } else { nil }
  }
}

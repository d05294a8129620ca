import AWSCore
import Environment
import LambdaRuntime

/// Turns finished AWS calls into X-Ray subsegments.
final class CallTracing: CallObserver {
  private let tracer: Tracer

  init(_ tracer: Tracer) {
    self.tracer = tracer
  }

  func didCall(
    service: String, operation: String, start: Timestamp, end: Timestamp, attempts: Int, error: AWSError?
  ) {
    tracer.record(
      name: Self.names[service] ?? service, operation: operation, start: start, end: end,
      outcome: Self.outcome(error))
  }

  /// The names by which X-Ray's service map knows the services.
  private static let names = ["dynamodb": "DynamoDB", "events": "EventBridge", "sqs": "SQS"]

  private static func outcome(_ error: AWSError?) -> TraceOutcome {
    guard let error else { return .success }
    guard let service = error.serviceError else { return .fault }
    if service.isThrottling { return .throttle }
    return service.status < 500 ? .error : .fault
  }
}

import Environment
import JSON

/// Sends X-Ray a subsegment for each call that a handler makes, over the daemon's UDP port
/// (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html). Does nothing where there is no
/// daemon (`AWS_XRAY_DAEMON_ADDRESS`, set when tracing is active) or the trace is not sampled. Never fails.
public final class Tracer {
  /// The header of the present event as it came, to be handed on.
  public private(set) var header: String? {
    didSet { parsed = nil }
  }
  /// What the calls that are made now belong to: traces of several functions are found by it, as the annotation
  /// `correlationId`. Forgotten when the next event comes.
  public var correlationID: String?
  private let daemon: TraceDaemon?
  private let randomness: Randomness
  private var parsed: TraceHeader??
  /// X-Ray's limit, in characters.
  private static let maximumAnnotation = 1_000

  /// `daemonAddress` is `<IPv4 address>:<port>`, or `tcp:… udp:…`.
  public init(daemonAddress: String?, randomness: Randomness = SystemRandomness()) {
    daemon = daemonAddress.flatMap(TraceDaemon.init(address:))
    self.randomness = randomness
  }

  public convenience init(environment: EnvironmentVariables) {
    self.init(daemonAddress: environment["AWS_XRAY_DAEMON_ADDRESS"])
  }

  /// The id of the present trace, sampled or not.
  public var traceID: String? { trace?.root }

  /// Whether `record` sends anything at present.
  public var isRecording: Bool { daemon != nil && trace?.isSampled == true && trace?.parent != nil }

  /// Records one call of an AWS service.
  ///
  /// - Parameters:
  ///   - name: the service, for example `DynamoDB`.
  ///   - operation: for example `TransactWriteItems`.
  public func record(
    name: String, operation: String, start: Timestamp, end: Timestamp, outcome: TraceOutcome = .success
  ) {
    guard isRecording, let daemon, let trace, let parent = trace.parent else { return }
    var segment = JSONObject([
      ("id", .string(identifier())), ("trace_id", .string(trace.root)), ("parent_id", .string(parent)),
      ("type", "subsegment"), ("namespace", "aws"), ("name", .string(Self.permitted(name))),
      ("start_time", Self.seconds(start)), ("end_time", Self.seconds(end)), ("aws", ["operation": .string(operation)]),
    ])
    if let correlationID {
      segment["annotations"] = ["correlationId": .string(String(correlationID.prefix(Self.maximumAnnotation)))]
    }
    switch outcome {
    case .success: break
    case .error, .fault: segment[outcome.rawValue] = true
    case .throttle:
      segment["error"] = true
      segment["throttle"] = true
    }
    daemon.send(Array("{\"format\":\"json\",\"version\":1}\n".utf8) + JSONValue.object(segment).serialized())
  }

  func begin(_ header: String?) {
    self.header = header
    correlationID = nil
  }

  /// Read from the header when it is first asked for: most events neither log nor record.
  private var trace: TraceHeader? {
    if let parsed { return parsed }
    let trace = header.flatMap(TraceHeader.init)
    parsed = .some(trace)
    return trace
  }

  private func identifier() -> String {
    let digits = String(randomness.nextUInt64(), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// Seconds with microseconds, as a JSON number.
  private static func seconds(_ time: Timestamp) -> JSONValue {
    let microseconds = String(time.nanoseconds / 1000)
    let padding = String(repeating: "0", count: 6 - microseconds.utf8.count)
    return JSONNumber("\(time.seconds).\(padding)\(microseconds)").map(JSONValue.number) ?? .null
  }

  /// X-Ray's names hold letters, digits, white space and a few signs, at most 200 characters.
  private static func permitted(_ name: String) -> String {
    let signs = "_.:/%&#=+\\-@ "
    return String(name.filter { $0.isLetter || $0.isNumber || signs.contains($0) }.prefix(200))
  }
}

import Environment
import JSON

/// One event for a bus (Amazon EventBridge API Reference, `PutEventsRequestEntry`).
public struct PutEventsEntry: Hashable, Sendable {
  /// Who says it, such as `event-sourcing.financial`.
  public var source: String
  /// What kind of event it is; with the source, what rules match on.
  public var detailType: String
  /// The event itself: the text of a JSON object.
  public var detail: String
  /// The bus's name or ARN.
  public var eventBusName: String
  /// ARNs of what the event is about.
  public var resources: [String]
  /// When it happened: archives and replays go by it. Sent to the millisecond.
  public var time: Timestamp
  /// The X-Ray trace that it belongs to, at most 500 characters.
  public var traceHeader: String?

  public init(
    source: String, detailType: String, detail: String, eventBusName: String, resources: [String], time: Timestamp,
    traceHeader: String? = nil
  ) {
    self.source = source
    self.detailType = detailType
    self.detail = detail
    self.eventBusName = eventBusName
    self.resources = resources
    self.time = time
    self.traceHeader = traceHeader
  }

  /// Bytes that count towards EventBridge's limit: 14 for the time, and the UTF-8 of source, detail type, detail and
  /// each resource ("Calculating PutEvents event entry size", Amazon EventBridge User Guide).
  public var size: Int {
    resources.reduce(14 + source.utf8.count + detailType.utf8.count + detail.utf8.count) { $0 + $1.utf8.count }
  }

  /// Appends the entry as JSON.
  func append(to body: inout [UInt8]) {
    JSONWriter.append(text: "{\"Source\":", to: &body)
    JSONWriter.append(source, to: &body)
    JSONWriter.append(text: ",\"DetailType\":", to: &body)
    JSONWriter.append(detailType, to: &body)
    JSONWriter.append(text: ",\"Detail\":\"", to: &body)
    JSONWriter.append(escaped: Array(detail.utf8), to: &body)
    JSONWriter.append(text: "\",\"EventBusName\":", to: &body)
    JSONWriter.append(eventBusName, to: &body)
    JSONWriter.append(text: ",\"Time\":", to: &body)
    JSONWriter.append(.number(time.epochSeconds), to: &body)
    if !resources.isEmpty {
      JSONWriter.append(text: ",\"Resources\":", to: &body)
      JSONWriter.append(.array(resources.map { .string($0) }), to: &body)
    }
    if let traceHeader {
      JSONWriter.append(text: ",\"TraceHeader\":", to: &body)
      JSONWriter.append(traceHeader, to: &body)
    }
    body.append(UInt8(ascii: "}"))
  }
}

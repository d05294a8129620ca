import Environment
import JSON

/// An event as EventBridge delivers it, live or by a replay of the archive: taken for a notice, and never applied.
public struct BusNotification: Hashable, Sendable {
  public let notice: Notice
  /// The name of the event's type, as it is told.
  public let eventType: String?
  /// What it belongs to, as it is told.
  public let correlationID: String?
  /// When it happened, by EventBridge's `time`.
  public let time: Timestamp?
  /// The replay's name, which EventBridge adds to what it replays.
  public let replayName: String?

  public init(notice: Notice, eventType: String?, correlationID: String?, time: Timestamp?, replayName: String?) {
    self.notice = notice
    self.eventType = eventType
    self.correlationID = correlationID
    self.time = time
    self.replayName = replayName
  }

  /// Whether an object has the form that EventBridge delivers.
  public static func isOne(_ object: JSONObject) -> Bool {
    object["detail-type"] != nil && object["detail"] != nil
  }

  /// - Throws: ``EventDecodingError`` naming the attribute of `detail` that is missing or not of its form.
  public init(_ object: JSONObject) throws(EventDecodingError) {
    guard let detail = object["detail"]?.object else {
      throw .malformed(field: "detail", reason: "must be an object")
    }
    let place = try RecordedEvent.place(in: detail)
    notice = Notice(aggregateID: place.aggregateID, sequence: place.sequence, hash: place.hash)
    eventType = detail["EventType"]?.string
    correlationID = detail["CorrelationId"]?.string
    time = object["time"]?.string.flatMap(Timestamp.init(rfc3339:))
    replayName = object["replay-name"]?.string
  }
}

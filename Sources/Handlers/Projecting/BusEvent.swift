import EventSourcing
import JSON

/// An event as EventBridge delivers it: live, or by a replay of the archive.
struct BusEvent {
  let event: RecordedEvent
  /// The replay's name, which EventBridge adds to what it replays.
  let replayName: String?

  /// Whether an object has the form that EventBridge delivers.
  static func isOne(_ object: JSONObject) -> Bool {
    object["detail-type"] != nil && object["detail"] != nil
  }

  /// - Throws: ``EventDecodingError`` naming the attribute of `detail` that is missing or not of its form.
  init(_ object: JSONObject) throws(EventDecodingError) {
    guard let detail = object["detail"]?.object else {
      throw .malformed(field: "detail", reason: "must be an object")
    }
    event = try RecordedEvent(detail: detail)
    replayName = object["replay-name"]?.string
  }
}

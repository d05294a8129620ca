import Environment
import EventSourcing
import JSON

/// An event as EventBridge delivers it, live or by a replay of the archive: taken for a notice, and never applied.
struct Notification {
  let notice: Notice
  /// When it happened, by EventBridge's `time`.
  let time: Timestamp?
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
    let place = try RecordedEvent.place(in: detail)
    notice = Notice(aggregateID: place.aggregateID, sequence: place.sequence, hash: place.hash)
    time = object["time"]?.string.flatMap(Timestamp.init(rfc3339:))
    replayName = object["replay-name"]?.string
  }
}

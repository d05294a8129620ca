import Environment
import EventSourcing
import Invocation
import JSON

/// The inclusive bounds of a question about time.
struct TimeBounds {
  /// nil for the beginning.
  let start: Timestamp?
  /// nil for the end.
  let end: Timestamp?
  /// The bounds as they came, for the answer and for page tokens.
  let startText: JSONValue
  let endText: JSONValue

  /// - Throws: `RequestError` for what is no RFC 3339 instant, and for an end before the start.
  init(_ fields: Fields) throws(RequestError) {
    start = try fields.optionalTimestamp("startTime")
    end = try fields.optionalTimestamp("endTime")
    startText = fields.object["startTime"] ?? .null
    endText = fields.object["endTime"] ?? .null
    if let start, let end, end < start { throw .invalid("endTime", mustBe: "at or after startTime") }
  }

  /// The bounds as the index has them; nil where no time that can be written lies between.
  var times: IndexTimes? { IndexTimes(from: start, through: end) }
}

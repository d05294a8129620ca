import Environment
import EventSourcing
import JSON

/// A rebuild of all aggregates: what its parts have in common.
///
/// There is one at a time: a newer one takes the place of an older one, whose parts then end.
struct RebuildRun: RebuildRecord {
  static let maximumParts = 32

  /// The id of the invocation that began it.
  let id: String
  /// Aggregates that began later are projected by their own events.
  let began: Timestamp
  let parts: Int
  /// Of all parts together; nil for as fast as it goes.
  let maximumEventsPerSecond: Int?
  /// Whether a summary that is ahead of its log is replaced as well.
  let isForced: Bool
  /// Where in the index the next aggregates are to be taken from; nil once all are taken.
  var place: IndexPlace?
  /// Whether an operator stopped it.
  var isStopped = false

  init(_ request: RebuildAllRequest, id: String, began: Timestamp) {
    self.id = id
    self.began = began
    parts = request.parts
    maximumEventsPerSecond = request.maximumEventsPerSecond
    isForced = request.isForced
  }

  /// Whether the parts of the run of that id are still to be worked on.
  func isGoingOn(as id: String) -> Bool { self.id == id && !isStopped }

  /// The index entries of all logs that had begun.
  func walk(over index: any EventIndex, types: [String]) -> IndexWalk {
    IndexWalk(index, types: types, times: IndexTimes(from: nil, through: began) ?? .all)
  }

  /// - Returns: nil for anything that ``content`` does not write.
  init?(_ content: JSONObject) {
    guard
      let id = content["Run"]?.string, let began = content["Began"]?.string.flatMap(Timestamp.init(rfc3339:)),
      let parts = content["Parts"]?.number?.int, (1...Self.maximumParts).contains(parts)
    else { return nil }
    self.id = id
    self.began = began
    self.parts = parts
    maximumEventsPerSecond = content["MaximumEventsPerSecond"]?.number?.int.map { max($0, 1) }
    isForced = content["Forced"]?.bool ?? false
    isStopped = content["Stopped"]?.bool ?? false
    place = content["Place"].flatMap(IndexPlace.init(json:))
  }

  var content: JSONObject {
    var content: JSONObject = [
      "Run": .string(id), "Began": .string(began.rfc3339), "Parts": .number(JSONNumber(parts)),
      "Forced": .bool(isForced), "Stopped": .bool(isStopped),
    ]
    if let maximumEventsPerSecond {
      content["MaximumEventsPerSecond"] = .number(JSONNumber(maximumEventsPerSecond))
    }
    content["Place"] = place?.json
    return content
  }
}

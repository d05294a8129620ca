import EventSourcing
import Invocation
import JSON

/// What an operator asks of the projection function by invoking it.
enum ProjectionAction {
  /// One aggregate; `run` where it goes on with an earlier rebuild that ran out of time.
  case rebuild(AggregateID, force: Bool, run: String?)
  /// Begins to fold all aggregates anew.
  case rebuildAll(RebuildAllRequest)
  /// Asks how far that has come.
  case rebuildProgress
  /// Ends it.
  case stopRebuild

  /// - Parameter noun: what the domain calls its aggregates: `accountId` names one.
  /// - Throws: `RequestError` naming the field.
  init(_ object: JSONObject, noun: Noun) throws(RequestError) {
    let fields = Fields(object)
    switch try fields.string("action") {
    case "rebuild":
      self = .rebuild(
        try fields.required(noun.idMember, bytes: 1...AggregateID.maximumBytes, as: AggregateID.init),
        force: try fields.optionalBool("force") ?? false,
        run: try fields.optionalString("continueFrom"))
    case "rebuildAll": self = .rebuildAll(try RebuildAllRequest(fields))
    case "rebuildProgress": self = .rebuildProgress
    case "stopRebuild": self = .stopRebuild
    default: throw .invalid("action", mustBe: "rebuild, rebuildAll, rebuildProgress or stopRebuild")
    }
  }
}

import EventSourcing
import Invocation
import JSON

/// What an operator asks of the projection function by invoking it.
enum ProjectionAction {
  /// One aggregate, by what it is called; `run` where it goes on with an earlier rebuild that ran out of time.
  case rebuild(AggregateID, Noun, force: Bool, run: String?)
  /// Begins to fold all aggregates anew.
  case rebuildAll(RebuildAllRequest)
  /// Asks how far that has come.
  case rebuildProgress
  /// Ends it.
  case stopRebuild

  /// - Parameter projector: knows what aggregates are called: `accountId` names one.
  /// - Throws: `RequestError` naming the field.
  init(_ object: JSONObject, projector: any AggregateProjecting) throws(RequestError) {
    let fields = Fields(object)
    switch try fields.string("action") {
    case "rebuild":
      let noun = projector.nouns.first { object[$0.idMember] != nil } ?? projector.noun
      self = .rebuild(
        try fields.required(noun.idMember, bytes: 1...AggregateID.maximumBytes, as: AggregateID.init), noun,
        force: try fields.optionalBool("force") ?? false,
        run: try fields.optionalString("continueFrom"))
    case "rebuildAll": self = .rebuildAll(try RebuildAllRequest(fields))
    case "rebuildProgress": self = .rebuildProgress
    case "stopRebuild": self = .stopRebuild
    default: throw .invalid("action", mustBe: "rebuild, rebuildAll, rebuildProgress or stopRebuild")
    }
  }
}

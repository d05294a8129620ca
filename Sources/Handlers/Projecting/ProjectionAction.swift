import EventSourcing
import Invocation
import JSON

/// What an operator asks of the projection function by invoking it.
enum ProjectionAction {
  /// Folds one account anew. `continueFrom` is the run whose progress is gone on from.
  case rebuild(AggregateID, continueFrom: String?, force: Bool)
  /// Begins to fold all accounts anew.
  case rebuildAll(RebuildAllRequest)
  /// Asks how far that has come.
  case rebuildProgress
  /// Ends it.
  case stopRebuild

  /// - Throws: `RequestError` naming the field.
  init(_ object: JSONObject) throws(RequestError) {
    let fields = Fields(object)
    switch try fields.string("action") {
    case "rebuild":
      self = .rebuild(
        try fields.accountID("accountId"), continueFrom: try fields.optionalString("continueFrom"),
        force: try fields.optionalBool("force") ?? false)
    case "rebuildAll": self = .rebuildAll(try RebuildAllRequest(fields))
    case "rebuildProgress": self = .rebuildProgress
    case "stopRebuild": self = .stopRebuild
    default: throw .invalid("action", mustBe: "rebuild, rebuildAll, rebuildProgress or stopRebuild")
    }
  }
}

extension Fields {
  /// A required account name.
  fileprivate func accountID(_ name: String) throws(RequestError) -> AggregateID {
    let text = try string(name)
    do {
      return try AggregateID(text)
    } catch {
      throw .invalid(name, mustBe: "the name of an account")
    }
  }
}

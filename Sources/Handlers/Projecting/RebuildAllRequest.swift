import Invocation
import JSON
import ReadModel

/// `{"action":"rebuildAll","continueFrom"?,"maximumAccountsPerSecond"?}`.
struct RebuildAllRequest {
  private static let question: JSONValue = ["action": .string(ProjectionAction.rebuildAllName)]

  /// Where to begin; nil for the first account.
  let start: RebuildPlace?
  /// nil for as fast as it goes.
  let maximumAccountsPerSecond: Int?

  /// - Throws: `RequestError` naming the field, also for a token that was not given out here.
  init(_ fields: Fields) throws(RequestError) {
    maximumAccountsPerSecond = try fields.optionalInteger("maximumAccountsPerSecond", in: 1...10_000)
    guard let token = try fields.optionalString("continueFrom", bytes: 1...PageToken.maximumBytes) else {
      start = nil
      return
    }
    do {
      start = try RebuildPlace(json: PageToken.place(in: token, question: Self.question))
    } catch {
      throw RequestError("Invalid field continueFrom: it \(error)", field: "continueFrom")
    }
  }

  /// The token for going on at a place.
  static func token(for place: RebuildPlace) -> String {
    PageToken(place: place.json, question: question).text
  }
}

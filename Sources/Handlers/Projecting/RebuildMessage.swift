import Environment
import JSON

/// What sends a part on its way: `{"action":"rebuildPart","run","part","standsFor"?}`.
///
/// It says whose turn it is and nothing else. How far the part has come is in the ``RebuildRegister``, so a message that
/// comes twice, late or never again is no harm.
struct RebuildMessage: Hashable, Sendable {
  private static let action = JSONValue.string("rebuildPart")

  let run: String
  let part: Int
  /// The id of the message whose place it takes, where that was put off and not worked on. The same message may have been
  /// delivered twice and hold the part in another invocation: then this one has to stay, as that one would have.
  let standsFor: String?

  init(run: String, part: Int, standsFor: String? = nil) {
    self.run = run
    self.part = part
    self.standsFor = standsFor
  }

  /// - Returns: nil for anything that ``text`` does not write.
  init?(_ object: JSONObject) {
    guard
      object["action"] == Self.action, let run = object["run"]?.string, let part = object["part"]?.number?.int,
      (1...RebuildRun.maximumParts).contains(part)
    else { return nil }
    self.init(run: run, part: part, standsFor: object["standsFor"]?.string)
  }

  /// The message that sends the part on once it was worked on.
  var following: RebuildMessage { RebuildMessage(run: run, part: part) }

  /// The message's body.
  var text: String {
    var body: JSONObject = ["action": Self.action, "run": .string(run), "part": .number(JSONNumber(part))]
    body["standsFor"] = standsFor.map { .string($0) }
    return JSONValue.object(body).text
  }
}

import Invocation

/// `{"action":"rebuildAll","parts"?,"maximumEventsPerSecond"?,"force"?}`.
struct RebuildAllRequest {
  /// How many parts are worked on at the same time.
  let parts: Int
  /// Of all parts together; nil for as fast as it goes.
  let maximumEventsPerSecond: Int?
  /// Whether a summary that is ahead of its log is replaced as well.
  let isForced: Bool

  /// - Throws: `RequestError` naming the field.
  init(_ fields: Fields) throws(RequestError) {
    parts = try fields.optionalInteger("parts", in: 1...RebuildRun.maximumParts) ?? 2
    maximumEventsPerSecond = try fields.optionalInteger("maximumEventsPerSecond", in: 1...100_000)
    isForced = try fields.optionalBool("force") ?? false
  }
}

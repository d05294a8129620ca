import JSON

/// What the world outside is told of one type of event.
public struct EventDocumentation: Hashable, Sendable {
  /// The payload as a JSON Schema (draft 4, which EventBridge's registry takes), without what all payloads have in common.
  public let payload: JSONObject
  /// A payload as outputs and README show it, for the aggregate that ``Domain/sampleID`` names.
  public let sample: JSONObject

  public init(payload: JSONObject, sample: JSONObject) {
    self.payload = payload
    self.sample = sample
  }
}

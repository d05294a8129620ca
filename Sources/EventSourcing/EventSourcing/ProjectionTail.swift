import JSON

/// What one round trip reads before an aggregate is projected.
public struct ProjectionTail: Sendable {
  /// The last events of the log, as many as were asked for, in order of sequence.
  public let window: Result<[RecordedEvent], EventStoreError>
  /// The attributes of the read model's summary, unchecked; nil where there is none.
  public let summary: Result<JSONObject?, EventStoreError>

  public init(window: Result<[RecordedEvent], EventStoreError>, summary: Result<JSONObject?, EventStoreError>) {
    self.window = window
    self.summary = summary
  }
}

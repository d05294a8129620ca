/// Where the publisher sends to.
public struct PublisherSettings: Hashable, Sendable {
  /// The domain's name on the bus: the `Source` of every entry.
  public let source: String
  /// `EVENT_BUS_NAME`.
  public let eventBusName: String
  /// `EVENT_STORE_TABLE_ARN`, the resource that every entry names.
  public let eventStoreARN: String
  /// `DEAD_LETTER_QUEUE_URL`, for records that can never be published.
  public let deadLetterQueueURL: String

  public init(source: String, eventBusName: String, eventStoreARN: String, deadLetterQueueURL: String) {
    self.source = source
    self.eventBusName = eventBusName
    self.eventStoreARN = eventStoreARN
    self.deadLetterQueueURL = deadLetterQueueURL
  }
}

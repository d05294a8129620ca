import EventSourcing
import JSON

/// What is wanted to be recorded for a transfer: the payload of an event to be, read and still whole.
public struct TransferCommand: Hashable, Sendable {
  public let aggregateID: AggregateID
  public let type: TransferEventType
  /// The payload as it came, with the fields that are not known here.
  public let data: JSONObject
  let content: TransferEvent.Content
  /// Whether the process itself tells what came of its commands, and no caller does.
  let isOfProcess: Bool

  /// A caller's command.
  ///
  /// - Throws: ``PayloadError`` naming the field of `data` that is missing or not of its form.
  public init(_ type: TransferEventType, _ data: JSONObject, for aggregateID: AggregateID) throws(PayloadError) {
    self.aggregateID = aggregateID
    self.type = type
    self.data = data
    content = try TransferEvent.Content(type, data)
    isOfProcess = false
  }

  private init(_ type: TransferEventType, _ content: TransferEvent.Content, _ data: JSONObject, _ id: AggregateID) {
    aggregateID = id
    self.type = type
    self.data = data
    self.content = content
    isOfProcess = true
  }

  static func debited(_ leg: TransferLeg, of aggregateID: AggregateID) -> TransferCommand {
    TransferCommand(.transferDebited, .debited(leg), leg.data, aggregateID)
  }

  static func completed(_ leg: TransferLeg, of aggregateID: AggregateID) -> TransferCommand {
    TransferCommand(.transferCompleted, .completed(leg), leg.data, aggregateID)
  }

  static func failed(_ failure: TransferFailed, of aggregateID: AggregateID) -> TransferCommand {
    TransferCommand(.transferFailed, .failed(failure), failure.data, aggregateID)
  }
}

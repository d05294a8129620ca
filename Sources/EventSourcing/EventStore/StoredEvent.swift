import DynamoDB
import EventSourcing

/// What an item of the event store's table is read into.
public enum StoredEvent: Sendable {
  case event(RecordedEvent)
  /// Not the form of an event; with the item, for its keys.
  case unreadable(EventDecodingError, Item)

  init(_ item: Item) {
    do {
      self = .event(try EventItem.event(from: item.json))
    } catch {
      self = .unreadable(error, item)
    }
  }
}

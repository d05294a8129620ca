import DynamoDB
import EventSourcing

/// Where the attributes of a stored event stand in the text of its item.
struct StoredFields {
  enum Field: Int, CaseIterable {
    case aggregateID, batchIndex, batchSize, causationID, commandID, correlationID, hash, eventID, sequence, type
    case previousHash, timestamp, userID, version
  }

  private var places: [Range<Int>?] = Array(repeating: nil, count: Field.allCases.count)
  private var payloads = PayloadReader()

  /// The content of an attribute, without its quotation marks; nil if there is none.
  subscript(field: Field) -> Range<Int>? { places[field.rawValue] }

  /// Reads the item where the reader stands.
  ///
  /// - Returns: its payload; nil for an item that has another form, such as an attribute twice.
  mutating func read(_ reader: inout WireReader) -> EventPayload? {
    for place in places.indices { places[place] = nil }
    var payload: EventPayload?
    guard reader.take("{") else { return nil }
    repeat {
      guard let name = reader.plainText(), reader.take(":") else { return nil }
      if let field = Self.field(name, reader) {
        guard places[field.rawValue] == nil, let content = Self.content(of: field, &reader) else { return nil }
        places[field.rawValue] = content
      } else if reader.equals(name, "EventData") {
        guard payload == nil, let read = payloads.payload(&reader) else { return nil }
        payload = read
      } else {
        // Whatever else stands there is somebody else's, and is looked at the plain way.
        return nil
      }
    } while reader.take(",")
    return reader.take("}") ? payload : nil
  }

  func text(_ field: Field, _ reader: WireReader) -> String? { self[field].flatMap(reader.string) }

  func number(_ field: Field, _ reader: WireReader) -> Int? { self[field].flatMap { reader.wholeNumber($0) } }

  /// The content of `{"S": …}` or `{"N": …}`.
  private static func content(of field: Field, _ reader: inout WireReader) -> Range<Int>? {
    let isNumber = field == .sequence || field == .batchSize || field == .batchIndex
    guard reader.take("{"), let type = reader.plainText(), reader.equals(type, isNumber ? "N" : "S"), reader.take(":"),
      let content = reader.plainText(), reader.take("}")
    else { return nil }
    return content
  }

  private static func field(_ name: Range<Int>, _ reader: WireReader) -> Field? {
    func named(_ text: StaticString, _ field: Field) -> Field? { reader.equals(name, text) ? field : nil }
    switch name.count {
    case 6: return named("UserId", .userID)
    case 7: return named("EventId", .eventID) ?? named("Version", .version)
    case 9:
      return named("EventType", .type) ?? named("EventHash", .hash) ?? named("Timestamp", .timestamp)
        ?? named("CommandId", .commandID) ?? named("BatchSize", .batchSize)
    case 10: return named("BatchIndex", .batchIndex)
    case 11: return named("AggregateId", .aggregateID) ?? named("CausationId", .causationID)
    case 12: return named("PreviousHash", .previousHash)
    case 13: return named("EventSequence", .sequence) ?? named("CorrelationId", .correlationID)
    default: return nil
    }
  }
}

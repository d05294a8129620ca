import JSON

/// A `Query` whose items are read as they come, without being kept as attribute values.
public struct QueryReading<Items: ItemReader>: DynamoDBOperation {
  public static var name: String { Query.name }

  public struct Output: Sendable {
    public let elements: [Items.Element]
    /// Where to go on; nil at the end.
    public let lastEvaluatedKey: Item?
  }

  public let query: Query

  public init(_ query: Query) {
    self.query = query
  }

  public func write(to text: inout [UInt8]) { query.write(to: &text) }

  public func output(body: [UInt8]) throws(JSONError) -> Result<Output, AttributeValueError> {
    do {
      return .success(try body.withUnsafeBufferPointer { bytes in try Self.read(bytes) })
    } catch let error as AttributeValueError {
      return .failure(error)
    } catch {
      // What the reader does not know may be JSON all the same; what is none is said to be none.
      return Self.output(try JSONValue(parsing: body), of: query)
    }
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws -> Output {
    var reader = WireReader(bytes)
    var elements: [Items.Element]?
    var others = JSONObject()
    guard reader.take("{") else { throw NotJSON() }
    repeat {
      guard let name = reader.plainText(), reader.take(":") else { throw NotJSON() }
      if elements == nil, reader.equals(name, "Items") {
        elements = try Self.elements(&reader)
      } else {
        guard let name = reader.string(name), name != "Items", others[name] == nil, let value = reader.value() else {
          throw NotJSON()
        }
        others[name] = try JSONValue(parsing: reader[value])
      }
    } while reader.take(",")
    guard let elements, reader.take("}"), reader.isAtEnd else { throw NotJSON() }
    let answer = JSONValue.object(others)
    _ = try answer.count("Count")
    return Output(elements: elements, lastEvaluatedKey: try answer.item("LastEvaluatedKey"))
  }

  private static func elements(_ reader: inout WireReader) throws -> [Items.Element] {
    var elements: [Items.Element] = []
    var items = Items()
    guard reader.take("[") else { throw NotJSON() }
    if reader.take("]") { return elements }
    repeat { elements.append(try items.read(&reader)) } while reader.take(",")
    guard reader.take("]") else { throw NotJSON() }
    return elements
  }

  private static func output(
    _ json: consuming JSONValue, of query: Query
  ) -> Result<Output, AttributeValueError> {
    do {
      let output = try query.output(json)
      var items = Items()
      return .success(
        Output(elements: output.items.map { items.element(from: $0) }, lastEvaluatedKey: output.lastEvaluatedKey))
    } catch {
      return .failure(error)
    }
  }
}

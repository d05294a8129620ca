import DynamoDB
import EventSourcing
import JSON

/// Makes the canonical form of a payload (``CanonicalJSON``) of its attribute value's text, from text to text.
///
/// One serves for all events of a page, so that its buffers are made once.
struct PayloadReader {
  private var output: [UInt8] = []
  private var members: [Member] = []
  private var sorted: [UInt8] = []

  /// A member in the output.
  private struct Member {
    let name: Range<Int>
    let end: Int
  }

  /// - Returns: nil for what is no map, or not of the usual form.
  mutating func payload(_ reader: inout WireReader) -> EventPayload? {
    output.removeAll(keepingCapacity: true)
    members.removeAll(keepingCapacity: true)
    guard append(&reader, depth: 0), output.first == UInt8(ascii: "{") else { return nil }
    if reader.holdsMoreThanASCII, String(validating: output, as: UTF8.self) == nil { return nil }
    return EventPayload(canonical: Array(output))
  }

  /// Appends one attribute value.
  private mutating func append(_ reader: inout WireReader, depth: Int) -> Bool {
    guard depth <= AttributeValue.maximumDepth, reader.take("{"), let type = reader.plainText(), reader.take(":") else {
      return false
    }
    let isKnown: Bool
    if reader.equals(type, "S") {
      isKnown = appendText(&reader)
    } else if reader.equals(type, "N") {
      isKnown = appendNumber(&reader)
    } else if reader.equals(type, "M") {
      isKnown = appendMap(&reader, depth: depth)
    } else if reader.equals(type, "L") {
      isKnown = appendList(&reader, depth: depth)
    } else if reader.equals(type, "BOOL") {
      isKnown = appendWord("true", &reader) || appendWord("false", &reader)
    } else if reader.equals(type, "NULL") {
      isKnown = reader.take(word: "true")
      JSONWriter.append(text: "null", to: &output)
    } else {
      isKnown = false
    }
    return isKnown && reader.take("}")
  }

  private mutating func appendText(_ reader: inout WireReader) -> Bool {
    guard let text = reader.text() else { return false }
    output.append(UInt8(ascii: "\""))
    output.append(contentsOf: reader[text.range])
    output.append(UInt8(ascii: "\""))
    return true
  }

  private mutating func appendNumber(_ reader: inout WireReader) -> Bool {
    guard let range = reader.plainText(), Self.isCanonicalNumber(reader[range]) else { return false }
    output.append(contentsOf: reader[range])
    return true
  }

  private mutating func appendWord(_ word: StaticString, _ reader: inout WireReader) -> Bool {
    guard reader.take(word: word) else { return false }
    JSONWriter.append(text: word, to: &output)
    return true
  }

  private mutating func appendList(_ reader: inout WireReader, depth: Int) -> Bool {
    guard reader.take("[") else { return false }
    output.append(UInt8(ascii: "["))
    if !reader.take("]") {
      repeat {
        guard append(&reader, depth: depth + 1) else { return false }
        output.append(UInt8(ascii: ","))
      } while reader.take(",")
      output.removeLast()
      guard reader.take("]") else { return false }
    }
    output.append(UInt8(ascii: "]"))
    return true
  }

  private mutating func appendMap(_ reader: inout WireReader, depth: Int) -> Bool {
    guard reader.take("{") else { return false }
    output.append(UInt8(ascii: "{"))
    if !reader.take("}") {
      let start = output.count
      let first = members.count
      repeat {
        // A name with escapes is not in the order of its bytes here.
        guard let name = reader.plainText(), reader.take(":") else { return false }
        output.append(UInt8(ascii: "\""))
        let place = output.count
        output.append(contentsOf: reader[name])
        JSONWriter.append(text: "\":", to: &output)
        guard append(&reader, depth: depth + 1) else { return false }
        output.append(UInt8(ascii: ","))
        members.append(Member(name: place..<(place + name.count), end: output.count))
      } while reader.take(",")
      guard reader.take("}"), sort(from: start, first) else { return false }
      members.removeSubrange(first...)
      output.removeLast()
    }
    output.append(UInt8(ascii: "}"))
    return true
  }

  // MARK: Order

  /// Brings the members of one object, from the place of the first on, into the order of their names.
  ///
  /// - Returns: false where two have the same name.
  private mutating func sort(from start: Int, _ first: Int) -> Bool {
    var isSorted = true
    for place in members.indices.dropFirst(first + 1) where isSorted {
      let order = order(members[place - 1], members[place])
      if order == 0 { return false }
      isSorted = order < 0
    }
    if isSorted { return true }
    let own = members[first...].sorted { order($0, $1) < 0 }
    sorted.removeAll(keepingCapacity: true)
    for (place, member) in own.enumerated() {
      if place > 0, order(own[place - 1], member) == 0 { return false }
      sorted.append(contentsOf: output[(member.name.lowerBound - 1)..<member.end])
    }
    output.replaceSubrange(start..., with: sorted)
    return true
  }

  /// Below zero where the first name comes before the second, zero where they are the same.
  private func order(_ left: Member, _ right: Member) -> Int {
    let shared = min(left.name.count, right.name.count)
    for offset in 0..<shared {
      let first = output[left.name.lowerBound + offset]
      let second = output[right.name.lowerBound + offset]
      if first != second { return Int(first) - Int(second) }
    }
    return left.name.count - right.name.count
  }
}

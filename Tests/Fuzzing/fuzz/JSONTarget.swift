import JSON

/// JSON texts: what is read is written and read again as the same, and each quick way gives what its plain one gives.
struct JSONTarget: FuzzTarget {
  func check(_ input: [UInt8]) {
    checkOrdinaryText(input)
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: input)
    } catch {
      require((0...input.count).contains(error.offset), "the place of an error is in the text: \(error)")
      checkDuplicates(input, error)
      return
    }
    let written = value.serialized()
    require((try? JSONValue(parsing: written)) == value, "what is written is read as the same")
    require((try? JSONValue(parsing: written))?.serialized() == written, "written again it is the same text")
    require((try? JSONValue(parsing: input, duplicates: .lastStays)) == value, "without duplicates both ways are one")
    checkEscaping(written)
    checkEscaping(input)
  }

  /// The answer is whether the text is JSON, and if so its content in ASCII.
  func answer(to input: [UInt8]) -> String? {
    guard let value = try? JSONValue(parsing: input, duplicates: .lastStays) else { return "refused" }
    return value.text
  }

  /// Duplicates are the only fault that the other reading lets pass.
  private func checkDuplicates(_ input: [UInt8], _ error: JSONError) {
    let reading = try? JSONValue(parsing: input, duplicates: .lastStays)
    require(reading == nil || error.kind == .duplicateKey, "\(error) is refused in either reading")
    if let reading {
      require((try? JSONValue(parsing: reading.serialized())) == reading, "the last of duplicates stays alone")
    }
  }

  private func checkOrdinaryText(_ input: [UInt8]) {
    input.withUnsafeBufferPointer { bytes in
      var expected = bytes.count
      for place in bytes.indices.reversed() {
        let byte = bytes[place]
        if byte == 0x22 || byte == 0x5C || byte < 0x20 || byte >= 0x80 { expected = place }
        require(bytes.endOfOrdinaryText(from: place) == expected, "ordinary text from \(place) ends at \(expected)")
      }
    }
  }

  /// Text that is escaped in one go is what a string of it is, without its quotation marks.
  private func checkEscaping(_ text: [UInt8]) {
    guard let string = String(validating: text, as: UTF8.self) else { return }
    var quick: [UInt8] = [UInt8(ascii: "\"")]
    JSONWriter.append(escaped: text, to: &quick)
    quick.append(UInt8(ascii: "\""))
    var plain: [UInt8] = []
    JSONWriter.append(string, to: &plain)
    require(quick == plain, "escaped at once and as a string it is the same")
    require((try? JSONValue(parsing: plain))?.string?.utf8.elementsEqual(text) == true, "a string comes back as it was")
  }
}

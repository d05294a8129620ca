import DynamoDB
import Testing

struct AttributeMapTests {
  /// Around the count from which names are looked up by an index.
  @Test(arguments: [1, 31, 32, 33, 34, 100])
  func findsReplacesAndRemovesAtEverySize(count: Int) {
    var map = AttributeMap()
    for number in 0..<count { map["name \(number)"] = .number(number) }
    for number in 0..<count { map["name \(number)"] = .number(number + 1) }
    #expect(map.count == count)
    #expect((0..<count).allSatisfy { map["name \($0)"] == .number($0 + 1) })
    #expect(map["absent"] == nil)
    map["name 0"] = nil
    #expect(map["name 0"] == nil)
    #expect((1..<count).allSatisfy { map["name \($0)"] == .number($0 + 1) })
    #expect(map.names == (1..<count).map { "name \($0)" })
  }
}

import JSON
import Testing

struct JSONObjectTests {
  @Test func keepsOrder() throws {
    let value = try JSONValue(parsing: #"{"z":1,"a":2,"m":3}"#)
    #expect(value.object?.keys == ["z", "a", "m"])
    #expect(value.text == #"{"z":1,"a":2,"m":3}"#)
    #expect(value.object?.map(\.key) == ["z", "a", "m"])
  }

  @Test func setsReplacesAndRemoves() {
    var object: JSONObject = ["a": 1, "b": 2]
    object["a"] = 3
    object["c"] = .null
    object["b"] = nil
    object["absent"] = nil
    #expect(object.keys == ["a", "c"])
    #expect(object["a"] == 3)
    #expect(object["c"] == .some(.null))
    #expect(object.count == 2)
  }

  @Test func lastOfEqualNamesStays() {
    #expect(JSONObject([("a", 1), ("b", 2), ("a", 3)]) == ["a": 3, "b": 2])
  }

  @Test(arguments: [0, 1, 16, 17, 31, 32, 33, 40])
  func membersKnownToDifferAreFoundByName(count: Int) {
    let members = (0..<count).map { (key: "name \($0)", value: JSONValue.number(JSONNumber($0))) }
    let object = JSONObject(unique: members)
    #expect(object == JSONObject(members.map { ($0.key, $0.value) }))
    #expect(object.keys == members.map(\.key))
    #expect(members.allSatisfy { object[$0.key] == $0.value })
    #expect(object["absent"] == nil)
  }

  @Test func keepsCanonicallyEquivalentNamesApart() throws {
    let value = try JSONValue(parsing: "{\"\u{E9}\":\"NFC\",\"e\u{301}\":\"NFD\"}")
    #expect(value.object?.count == 2)
    #expect(value["\u{E9}"] == "NFC")
    #expect(value["e\u{301}"] == "NFD")
  }

  @Test func equalityIgnoresOrder() {
    let first: JSONObject = ["a": 1, "b": ["c": 2, "d": 3]]
    let second: JSONObject = ["b": ["d": 3, "c": 2], "a": 1]
    #expect(first == second)
    #expect(first.hashValue == second.hashValue)
    #expect(first != ["a": 1])
    #expect(first != ["a": 1, "x": ["c": 2, "d": 3]])
    #expect(first != ["a": 1, "b": ["c": 2, "d": 4]])
  }

  @Test(arguments: [1, 15, 16, 17, 18, 30, 31, 32, 33, 34, 1000])
  func findsEveryMemberAtEverySize(count: Int) throws {
    var object = JSONObject()
    for number in 0..<count { object["key \(number)"] = JSONValue.number(JSONNumber(number)) }
    object["e\u{301}"] = "NFD"
    #expect((0..<count).allSatisfy { object["key \($0)"]?.number?.int == $0 })
    #expect(object["\u{E9}"] == nil)
    #expect(try JSONValue(parsing: JSONValue.object(object).serialized()) == .object(object))
    object["key 0"] = nil
    #expect(object["key 0"] == nil)
    #expect((1..<count).allSatisfy { object["key \($0)"]?.number?.int == $0 })
    #expect(object.count == count)
  }

  @Test func refusesDuplicatesInLargeObjects() {
    let members = (0..<100).map { "\"k\($0)\":0" } + ["\"k7\":0"]
    #expect(throws: JSONError.self) { try JSONValue(parsing: "{\(members.joined(separator: ","))}") }
  }

  @Test func keepsTheLastOfDuplicatesOnRequest() throws {
    let value = try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#, duplicates: .lastStays)
    #expect(value.text == #"{"a":3,"b":2}"#)
  }
}

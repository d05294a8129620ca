import DynamoDB
import JSON
import Testing

@Suite struct ItemSizeTests {
  @Test(
    "values",
    arguments: [
      ("", 0), ("é", 2), (.binary([1, 2, 3]), 3), (true, 1), (.null, 1), (0, 2), (12, 2), (123, 3), (-123, 4),
      (1_000_000, 2), ([], 3), (["a", "bc"], 3 + 2 + 3), ([:], 3), (["name": "v"], 3 + 1 + 4 + 1),
      (.stringSet(["a", "bc"]), 3), (.numberSet([CanonicalDecimal(12), CanonicalDecimal(3)]), 4),
      (.binarySet([[1], [2, 3]]), 3), (["a": ["b": []]], 3 + 1 + 1 + 3 + 1 + 1 + 3),
    ] as [(AttributeValue, Int)])
  func value(value: AttributeValue, size: Int) {
    #expect(value.size == size)
  }

  @Test func longestNumber() throws {
    let longest = try #require(CanonicalDecimal("-9.9999999999999999999999999999999999999e125"))
    #expect(AttributeValue.number(longest).size == 21)
  }

  /// The example of the developer guide's page on sizes: names count too.
  @Test func namesCount() {
    let item: Item = ["PK": "a", "Ünïcode": 1]
    #expect(item.size == 2 + 1 + 9 + 2)
  }

  @Test func anItemAtTheLimit() {
    let item: Item = ["k": .string(String(repeating: "x", count: DynamoDBLimits.itemSize - 1))]
    #expect(item.size == 409_600)
  }

  @Test func transactionsAddUpTheirItems() {
    let put = PutItem(table: "t", item: ["k": "1234"])
    let transaction = TransactWriteItems([.put(put), .put(put), .put(PutItem(table: "t", item: ["k": "1"]))])
    #expect(transaction.size == 5 + 5 + 2)
  }
}

import Base64
import Cryptography
import EventSourcing
import JSON
import Querying
import ReadModel

/// Page tokens: any text in the place of one, and any place under a right seal, which anybody can make.
struct PageTokensTarget: FuzzTarget {
  private static let questions: [JSONObject] = [
    ["queryType": "getAggregateEvents", "aggregateId": "account-123", "limit": 1],
    ["queryType": "getEventsByType", "eventType": "TransactionProcessed", "limit": 1],
    [
      "queryType": "getEventsByTimeRange", "startTime": "2024-01-01T00:00:00Z", "endTime": "2025-01-01T00:00:00Z",
      "limit": 1,
    ],
    ["queryType": "getAuditTrail", "accountId": "account-123", "limit": 1],
    ["queryType": "getCustomerAccounts", "customerId": "customer-1", "limit": 1],
  ]

  func check(_ input: [UInt8]) {
    let question: JSONValue = ["a": 1]
    if let text = String(validating: input, as: UTF8.self) {
      require((try? PageToken.place(in: text, question: question)) == nil, "a seal is not made by chance: \(text)")
    }
    guard let place = try? JSONValue(parsing: input, maximumDepth: 30) else { return }
    let token = PageToken(place: place, question: question)
    require((try? PageToken.place(in: token.text, question: question)) == place, "a place comes back")
    require((try? PageToken.place(in: token.text, question: ["a": 2])) == nil, "a token is for one question")
    checkForms(of: place)
    for question in Self.questions { check(place, in: question) }
  }

  private func checkForms(of place: JSONValue) {
    if let read = IndexPlace(json: place) { require(IndexPlace(json: read.json) == read, "a place is read as written") }
    if let read = EventPosition(json: place) {
      require(EventPosition(json: read.json) == read, "a position is read as written")
    }
  }

  /// A real token with another place in it is refused, or leads to some page: it never fails the function.
  private func check(_ place: JSONValue, in question: JSONObject) {
    let world = QueryWorld()
    let first = Reply(of: world.handler, to: JSONValue.object(question).serialized())
    guard let token = first.body?["nextToken"]?.string else {
      fatalError("broken: \(question) has a second page: \(first)")
    }
    var next = question
    next["nextToken"] = .string(Self.resealed(token, with: place))
    let reply = Reply(of: world.handler, to: JSONValue.object(next).serialized())
    if case .failure(let name) = reply { require(false, "a token fails the function: \(name)") }
  }

  /// The same token with another place: the checksum is no secret.
  private static func resealed(_ token: String, with place: JSONValue) -> String {
    let sealed = Base64.url.decode(token) ?? []
    guard var content = (try? JSONValue(parsing: Array(sealed.dropFirst(8))))?.object else {
      fatalError("broken: a token holds an object")
    }
    content["p"] = place
    let bytes = JSONValue.object(content).serialized()
    return Base64.url.encode(SHA256.hash(bytes).prefix(8) + bytes)
  }
}

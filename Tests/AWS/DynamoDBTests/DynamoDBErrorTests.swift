import AWSCore
import DynamoDB
import TestSupport
import Testing

@Suite struct DynamoDBErrorTests {
  private let put = PutItem(table: "t", item: ["Id": "a"])

  private func error(_ answers: ScriptedTransport.Answer...) throws -> DynamoDBError {
    let fixture = try DynamoDBClientFixture(ScriptedTransport(answers))
    return try #require(#expect(throws: DynamoDBError.self) { try fixture.client.perform(put, deadline: nil) })
  }

  private func body(_ code: String, _ rest: String = "") -> String {
    #"{"__type":"com.amazonaws.dynamodb.v20120810#\#(code)","message":"words"\#(rest)}"#
  }

  @Test func theItemInTheWayIsHandedOver() throws {
    let failure = try error(
      .failure(.truncated, mayHaveExecuted: true),
      .response(400, body("ConditionalCheckFailedException", #","Item":{"Id":{"S":"a"},"EventId":{"S":"mine"}}"#)))
    guard case .conditionalCheckFailed(let item) = failure.kind else {
      Issue.record("\(failure)")
      return
    }
    #expect(item == ["Id": "a", "EventId": "mine"])
    #expect(failure.mayHaveExecuted)
    #expect(failure.attempts == 2)
  }

  @Test func withoutAnItemInTheWay() throws {
    for rest in ["", #","Item":{"Id":{"X":1}}"#] {
      let failure = try error(.response(400, body("ConditionalCheckFailedException", rest)))
      guard case .conditionalCheckFailed(item: nil) = failure.kind else {
        Issue.record("\(failure)")
        continue
      }
      #expect(!failure.mayHaveExecuted)
    }
  }

  @Test func cancellationReasonsKeepTheirOrder() throws {
    let reasons = #"""
      ,"CancellationReasons":[{"Code":"None"},
      {"Code":"ConditionalCheckFailed","Message":"no","Item":{"Id":{"S":"a"}}},{"Code":"TransactionConflict"},
      {"Code":"ThrottlingError"},{"Code":"ProvisionedThroughputExceeded"},{"Code":"ValidationError"},
      {"Code":"ItemCollectionSizeLimitExceeded"},{"Code":"New"}]
      """#
    let failure = try error(.response(400, body("TransactionCanceledException", reasons)))
    guard case .transactionCanceled(let seen) = failure.kind else {
      Issue.record("\(failure)")
      return
    }
    #expect(
      seen.map(\.code) == [
        .none, .conditionalCheckFailed, .transactionConflict, .throttled, .provisionedThroughputExceeded, .validation,
        .itemCollectionSizeLimitExceeded, .other("New"),
      ])
    #expect(seen[1] == CancellationReason(code: .conditionalCheckFailed, message: "no", item: ["Id": "a"]))
  }

  @Test(
    "kinds",
    arguments: [
      ("TransactionInProgressException", "transactionInProgress", 4),
      ("IdempotentParameterMismatchException", "idempotentParameterMismatch", 1),
      ("TransactionConflictException", "transactionConflict", 1), ("ThrottlingException", "throttled", 4),
      ("ProvisionedThroughputExceededException", "throttled", 4), ("RequestLimitExceeded", "throttled", 4),
      ("ValidationException", "validation(\"words\")", 1),
      ("ResourceNotFoundException", "resourceNotFound(\"words\")", 1),
      ("AccessDeniedException", "accessDenied(\"words\")", 1),
      ("UnrecognizedClientException", "accessDenied(\"words\")", 1),
      ("InvalidSignatureException", "accessDenied(\"words\")", 1), ("ExpiredTokenException", "other", 1),
      ("SerializationException", "other", 1),
    ])
  func kinds(code: String, kind: String, attempts: Int) throws {
    let failure = try error(.response(400, body(code)))
    #expect("\(failure.kind)" == kind)
    #expect(failure.attempts == attempts)
    #expect(failure.mayHaveExecuted == (kind == "transactionInProgress"))
    #expect(failure.description.contains("dynamodb PutItem") && failure.description.contains(code))
  }

  @Test func tooLargeAnItem() throws {
    let words = #"{"__type":"ValidationException","message":"Item size has exceeded the maximum allowed size"}"#
    let failure = try error(.response(400, words))
    guard case .itemTooLarge = failure.kind else {
      Issue.record("\(failure)")
      return
    }
  }

  @Test func deadlinesAndSilence() throws {
    let fixture = try DynamoDBClientFixture(.failure(.connect, mayHaveExecuted: false))
    let late = #expect(throws: DynamoDBError.self) {
      try fixture.client.perform(put, deadline: fixture.clock.now())
    }
    #expect(late.map { "\($0.kind)" } == "deadlineExceeded")
    let silent = #expect(throws: DynamoDBError.self) { try fixture.client.perform(put, deadline: nil) }
    #expect(silent.map { "\($0.kind)" } == "other")
    #expect(silent?.mayHaveExecuted == false)
  }

  @Test func anAnswerThatCanNotBeReadCountsAsDone() throws {
    let fixture = try DynamoDBClientFixture(.response(200, #"{"Item":{"Id":{"X":"a"}}}"#))
    let failure = #expect(throws: DynamoDBError.self) {
      try fixture.client.perform(GetItem(table: "t", key: ["Id": "a"], consistent: false), deadline: nil)
    }
    #expect(failure?.description.contains("Id: unknown attribute type 'X'") == true)
    #expect(failure?.mayHaveExecuted == true)
  }
}

import Accounts
import DomainFile
import EventSourcing
import JSON
import Testing
import Transfers

@Suite struct DomainDescriptionTests {
  private let description = DomainDescription<Account>.json

  @Test("names come from the noun")
  func names() {
    #expect(
      description["noun"] == [
        "singular": "Account", "plural": "Accounts", "idMember": "accountId", "idAttribute": "AccountId",
        "listMember": "accounts",
      ])
    #expect(description["source"] == "event-sourcing.financial")
    #expect(
      description["views"] == [
        ["query": "getCustomerAccounts", "member": "customerId", "route": "/customers/{id}/accounts"]
      ])
  }

  @Test("event types are in the domain's order, and one of them begins a log")
  func eventTypes() {
    let types = description["eventTypes"]?.array ?? []
    #expect(types.map { $0["name"] } == ["AccountCreated", "TransactionProcessed", "AccountClosed"])
    #expect(types.map { $0["startsLog"] } == [true, false, false])
    #expect(types.map { $0["version"] } == ["1.0", "1.0", "1.0"])
  }

  @Test("samples are the contract's, with their numbers as they were written")
  func samples() throws {
    let sample = try #require(description["sample"])
    #expect(sample["aggregateId"] == "account-123")
    let commands = (sample["commands"]?.array ?? []).compactMap(\.string)
    #expect(
      commands.prefix(2) == [
        #"{"aggregateId":"account-123","eventType":"AccountCreated","eventData":{"accountId":"account-123","customerId":"customer-456","accountType":"checking","createdAt":"2024-01-15T10:00:00Z"}}"#,
        #"{"aggregateId":"account-123","eventType":"TransactionProcessed","eventData":{"transactionId":"tx-789","amount":100.50,"type":"deposit","timestamp":"2024-01-15T10:30:00Z"}}"#,
      ])
    #expect(sample["query"] == #"{"queryType":"getAccountSummary","accountId":"account-123"}"#)
  }

  @Test("each sample is a command that the domain takes, and an event that its schema accepts", arguments: 0..<3)
  func samplesAreTaken(place: Int) throws {
    let type = AccountEventType.allCases[place]
    let sample = Account.documentation(of: Account.eventTypes[place]).sample
    let command = try Account.command(type.rawValue, sample, for: try AggregateID(Account.sampleID))
    #expect(command.type == type)
    #expect(try SchemaDocument(of: type).accepts(.object(sample), as: "EventData"))
  }

  @Test("a process stands beside the domain, with what drives it")
  func process() throws {
    let whole = DomainDescription<Account>.json(with: Transfer.self)
    for (name, value) in description { #expect(whole[name] == value) }
    let process = try #require(whole["process"])
    #expect(process["noun"]?["idMember"] == "transferId")
    #expect(process["drivingTypes"] == ["TransferRequested", "TransferDebited"])
    #expect(
      process["views"] == [
        ["query": "getAccountTransfers", "member": "accountId", "route": "/accounts/{id}/transfers"]
      ])
    #expect(process["sample"]?["query"] == #"{"queryType":"getTransfer","transferId":"transfer-1"}"#)
    for type in Transfer.eventTypes {
      let sample = Transfer.documentation(of: type).sample
      #expect(throws: Never.self) {
        try Transfer.command(type.name, sample, for: try AggregateID(Transfer.sampleID))
      }
    }
  }
}

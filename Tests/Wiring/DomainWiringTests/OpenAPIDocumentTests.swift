import Accounts
import DomainFile
import DomainWiring
import JSON
import Parcels
import Testing
import Transfers

@Suite struct OpenAPIDocumentTests {
  static let documents = [
    OpenAPIDocument(of: Account.self), OpenAPIDocument(of: Account.self, with: Transfer.self),
    OpenAPIDocument(of: Parcel.self),
  ].map(\.json)

  private static func operations(of document: JSONObject) -> [(path: String, method: String, operation: JSONValue)] {
    (document["paths"]?.object ?? [:]).flatMap { path, methods in
      (methods.object ?? [:]).map { (path, $0, $1) }
    }
  }

  @Test("what is asked for, read and told has a route")
  func routes() {
    let routes = Self.operations(of: Self.documents[1]).map { "\($0.method.uppercased()) \($0.path)" }
    #expect(
      Set(routes) == [
        "POST /commands", "POST /queries", "GET /health", "GET /accounts/{id}", "GET /accounts/{id}/events",
        "GET /customers/{id}/accounts", "GET /transfers/{id}", "GET /transfers/{id}/events",
        "GET /accounts/{id}/transfers",
      ])
    let parcels = Self.operations(of: Self.documents[2]).map(\.path)
    #expect(Set(parcels).isSuperset(of: ["/parcels/{id}", "/parcels/{id}/events", "/places/{id}/parcels"]))
  }

  @Test("views have the routes that infrastructure is made with")
  func views() {
    let description = DomainDescription<Account>.json(with: Transfer.self)
    let views = [description["views"], description["process"]?["views"]].flatMap { $0?.array ?? [] }
    #expect(views.count == 2)
    let paths = Self.documents[1]["paths"]
    for view in views { #expect(paths?[view["route"]?.string ?? ""]?["get"] != nil) }
  }

  @Test("a document speaks of its own domain alone")
  func ownDomain() {
    let text = OpenAPIDocument(of: Parcel.self).text.lowercased()
    for word in ["account", "transfer", "customer"] { #expect(!text.contains(word)) }
    #expect(!OpenAPIDocument(of: Account.self).text.contains("Transfer"))
  }

  @Test("operations have names of their own, and all of a template's parameters", arguments: documents)
  func operations(document: JSONObject) {
    let operations = Self.operations(of: document)
    let names = operations.compactMap { $0.operation["operationId"]?.string }
    #expect(names.count == operations.count && Set(names).count == names.count)
    for (path, _, operation) in operations {
      let parameters = operation["parameters"]?.array ?? []
      let inPath = parameters.filter { $0["in"] == "path" }
      #expect(inPath.map { $0["name"] } == (path.contains("{id}") ? ["id"] : []))
      #expect(inPath.allSatisfy { $0["required"] == true })
      #expect(Set(parameters.compactMap { $0["name"]?.string }).count == parameters.count)
      #expect(operation["responses"]?["200"] != nil && operation["responses"]?["500"] != nil)
    }
  }

  @Test("what is referred to is there, and what is required is described", arguments: documents)
  func references(document: JSONObject) {
    var reached = 0
    walk(.object(document)) { value in
      if let reference = value["$ref"]?.string {
        reached += 1
        let steps = reference.split(separator: "/").dropFirst().map(String.init)
        let target = steps.reduce(JSONValue.object(document) as JSONValue?) { $0?[$1] }
        #expect(target != nil, "\(reference)")
      }
      if let operation = value["operationId"], value["parameters"]?.object != nil {
        #expect(Self.operations(of: document).contains { $0.operation["operationId"] == operation })
      }
      guard value["type"] == "object", let properties = value["properties"] else { return }
      for name in value["required"]?.array ?? [] { #expect(properties[name.string ?? ""] != nil, "\(name)") }
    }
    #expect(reached > 50)
  }

  private func walk(_ value: JSONValue, _ visit: (JSONValue) -> Void) {
    visit(value)
    for element in value.array ?? [] { walk(element, visit) }
    for (_, member) in value.object ?? [:] { walk(member, visit) }
  }
}

// swift-tools-version: 6.0
import PackageDescription

/// The floors of the house, lowest first: a target depends only on floors below its own.
/// README.md ("How the code is laid out") says what lives on each floor.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .unsafeFlags(["-warnings-as-errors"]),
]

func floor(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func function(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies + ["TestSupport"], path: "Tests/\(name)Tests",
    swiftSettings: settings)
}

let package = Package(
  name: "event-sourcing",
  products: [
    .executable(name: "command", targets: ["command"]),
    .executable(name: "projection", targets: ["projection"]),
    .executable(name: "query", targets: ["query"]),
  ],
  targets: [
    // Floor 0: system libraries, JSON text, HTTP, the outside world as values.
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCertificateAuthorities"),
    floor("CertificateAuthorities", ["CCertificateAuthorities"]),
    floor("Environment"),
    floor("Base64"),
    floor("JSON"),
    floor("HTTPTransport", ["CCurl", "Environment"]),

    // Floor 1: what AWS asks of a Lambda runtime and of a signed call.
    floor("AWSCore", ["CCrypto", "Environment", "HTTPTransport", "JSON"]),
    floor("LambdaRuntime", ["Environment", "HTTPTransport", "JSON"]),

    // Floor 2: service clients, and event sourcing as such.
    floor("DynamoDB", ["AWSCore", "Base64", "Environment", "JSON"]),
    floor("EventBridge", ["AWSCore", "Environment", "JSON"]),
    floor("SQS", ["AWSCore", "Environment", "JSON"]),
    floor("EventSourcing", ["AWSCore", "Environment", "JSON"]),

    // Floor 3: the domain, and what an append, a load and a projection write are on DynamoDB.
    floor("Accounts", ["EventSourcing", "Environment", "JSON"]),
    floor("EventStore", ["DynamoDB", "EventSourcing", "Environment", "JSON"]),
    floor("ReadModel", ["Accounts", "Base64", "DynamoDB", "EventSourcing", "Environment", "JSON"]),

    // Floor 4: one handler each.
    floor("Invocation", ["Base64", "Environment", "JSON"]),
    floor("Bootstrap", ["AWSCore", "CertificateAuthorities", "Environment", "HTTPTransport", "LambdaRuntime"]),
    floor(
      "CommandHandling", ["Accounts", "Environment", "EventSourcing", "EventStore", "Invocation", "JSON", "LambdaRuntime", "ReadModel"]),
    floor(
      "Publishing", ["DynamoDB", "Environment", "EventBridge", "EventSourcing", "EventStore", "Invocation", "JSON", "LambdaRuntime", "SQS"]),
    floor(
      "Projecting", ["Accounts", "Environment", "EventSourcing", "EventStore", "Invocation", "JSON", "LambdaRuntime", "ReadModel"]),
    floor(
      "Querying", ["Accounts", "Environment", "EventSourcing", "EventStore", "Invocation", "JSON", "LambdaRuntime", "ReadModel"]),

    // Floor 5: the executables; each reads the environment, wires, and runs.
    function(
      "command",
      ["Accounts", "AWSCore", "Bootstrap", "CommandHandling", "DynamoDB", "EventBridge", "EventSourcing", "EventStore", "LambdaRuntime", "Publishing", "SQS"]),
    function("projection", ["Bootstrap", "Projecting"]),
    function("query", ["Bootstrap", "Querying"]),

    .target(
      name: "TestSupport", dependencies: ["Environment", "HTTPTransport", "JSON", "AWSCore", "DynamoDB", "EventSourcing"],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests("Base64", ["Base64"]),
    tests("Environment", ["Environment"]),
    tests("CertificateAuthorities", ["CertificateAuthorities"]),
    tests("JSON", ["JSON"]),
    tests("HTTPTransport", ["HTTPTransport", "Environment"]),
    tests("AWSCore", ["AWSCore", "HTTPTransport", "Environment", "JSON"]),
    tests("LambdaRuntime", ["LambdaRuntime", "HTTPTransport", "Environment", "JSON"]),
    tests("DynamoDB", ["DynamoDB", "AWSCore", "JSON"]),
    tests("EventBridge", ["EventBridge", "AWSCore", "JSON", "Environment"]),
    tests("SQS", ["SQS", "AWSCore", "JSON"]),
    tests("EventSourcing", ["EventSourcing", "Environment", "JSON"]),
    tests("Accounts", ["Accounts", "EventSourcing", "Environment", "JSON"]),
    tests("EventStore", ["EventStore", "EventSourcing", "DynamoDB", "Accounts", "AWSCore", "HTTPTransport", "Environment", "JSON"]),
    tests("ReadModel", ["ReadModel", "Accounts", "EventSourcing", "DynamoDB", "Environment", "JSON"]),
    tests("Invocation", ["Invocation", "Environment", "JSON"]),
    tests(
      "CommandHandling",
      [
        "CommandHandling", "Accounts", "AWSCore", "EventSourcing", "EventStore", "Invocation", "ReadModel", "DynamoDB",
        "LambdaRuntime", "Environment", "JSON",
      ]),
    tests(
      "Publishing",
      [
        "Publishing", "AWSCore", "EventBridge", "EventSourcing", "EventStore", "DynamoDB", "HTTPTransport", "LambdaRuntime",
        "SQS", "Environment", "JSON",
      ]),
    tests(
      "Projecting",
      ["Projecting", "Accounts", "EventSourcing", "EventStore", "ReadModel", "DynamoDB", "LambdaRuntime", "Environment", "JSON"]),
    tests(
      "Querying",
      ["Querying", "Accounts", "EventSourcing", "EventStore", "ReadModel", "DynamoDB", "LambdaRuntime", "Environment", "JSON"]),
  ]
)

// swift-tools-version: 6.0
import PackageDescription

/// The floors of the house, lowest first: a target depends only on floors below its own.
/// README.md ("How the code is laid out") says what lives on each floor.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .unsafeFlags(["-warnings-as-errors"]),
]

/// What a bundle is linked from does without Swift's regular expressions: one use of `contains(String)` would link
/// their whole engine, half a megabyte.
let bundled: [SwiftSetting] =
  settings + [.unsafeFlags(["-Xfrontend", "-disable-implicit-string-processing-module-import"])]

func floor(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: bundled)
}

func function(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: bundled)
}

/// The tests of one target. They may import what it stands on, and what is named besides.
func tests(_ name: String, also dependencies: [Target.Dependency] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, swiftSettings: settings)
}

/// What every handler stands on.
let handled: [Target.Dependency] = [
  "Accounts", "Environment", "EventSourcing", "EventStore", "Invocation", "JSON", "LambdaRuntime", "ReadModel",
]

let package = Package(
  name: "event-sourcing",
  products: [
    .executable(name: "command", targets: ["command"]),
    .executable(name: "projection", targets: ["projection"]),
    .executable(name: "query", targets: ["query"]),
  ],
  targets: [
    // Floor 0: system libraries, JSON text, digests, HTTP, the outside world as values.
    .systemLibrary(name: "CCurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .systemLibrary(name: "CCrypto", providers: [.apt(["libssl-dev"])]),
    .systemLibrary(name: "CCertificateAuthorities"),
    floor("CertificateAuthorities", ["CCertificateAuthorities"]),
    floor("Environment"),
    floor("Base64"),
    floor("JSON"),
    floor("Cryptography", ["CCrypto"]),
    floor("HTTPTransport", ["CCurl", "Environment"]),

    // Floor 1: what AWS asks of a Lambda runtime and of a signed call.
    floor("AWSCore", ["Cryptography", "Environment", "HTTPTransport", "JSON"]),
    floor("LambdaRuntime", ["Environment", "HTTPTransport", "JSON"]),

    // Floor 2: service clients, and event sourcing as such.
    floor("DynamoDB", ["AWSCore", "Base64", "Environment", "JSON"]),
    floor("EventBridge", ["AWSCore", "Environment", "JSON"]),
    floor("SQS", ["AWSCore", "Environment", "JSON"]),
    floor("EventSourcing", ["Cryptography", "Environment", "JSON"]),

    // Floor 3: the domain, and what an append, a load and a projection write are on DynamoDB.
    floor("Accounts", ["EventSourcing", "Environment", "JSON"]),
    floor("EventStore", ["DynamoDB", "EventSourcing", "Environment", "JSON"]),
    floor("ReadModel", ["Accounts", "Base64", "Cryptography", "DynamoDB", "EventSourcing", "Environment", "JSON"]),

    // Floor 4: one handler each.
    floor("Invocation", ["Base64", "Environment", "JSON"]),
    floor(
      "Bootstrap",
      ["AWSCore", "CertificateAuthorities", "Environment", "HTTPTransport", "JSON", "LambdaRuntime"]),
    floor("CommandHandling", handled),
    floor("Projecting", handled),
    floor("Querying", handled),
    floor(
      "Publishing",
      [
        "AWSCore", "DynamoDB", "Environment", "EventBridge", "EventSourcing", "EventStore", "Invocation", "JSON",
        "LambdaRuntime", "SQS",
      ]),

    // Floor 5: the executables; each reads the environment, wires, and runs.
    function("command", ["Bootstrap", "CommandHandling", "Publishing"]),
    function("projection", ["Bootstrap", "Projecting"]),
    function("query", ["Bootstrap", "Querying"]),

    .target(
      name: "TestSupport",
      dependencies: ["AWSCore", "DynamoDB", "Environment", "EventSourcing", "HTTPTransport", "JSON"],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests("Base64"),
    tests("Cryptography"),
    tests("Environment"),
    tests("CertificateAuthorities"),
    tests("JSON"),
    tests("HTTPTransport"),
    tests("AWSCore", also: ["Cryptography", "DynamoDB", "EventBridge", "SQS"]),
    tests("LambdaRuntime"),
    tests("DynamoDB"),
    tests("EventBridge"),
    tests("SQS"),
    tests("EventSourcing"),
    tests("Accounts"),
    tests("EventStore", also: ["Accounts"]),
    tests("ReadModel"),
    tests("Invocation"),
    tests("CommandHandling"),
    tests("Publishing", also: ["Accounts"]),
    tests("Projecting"),
    tests("Querying"),
  ]
)

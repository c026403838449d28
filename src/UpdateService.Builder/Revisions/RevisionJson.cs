using System.Text.Json.Serialization;

namespace UpdateService.Builder.Revisions;

/// <summary>Records as JSON, on disk and for clients.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    WriteIndented = true,
    RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(RevisionRecord))]
public sealed partial class RevisionJson : JsonSerializerContext;

namespace UpdateService.Server.Hosting;

/// <summary>An option that cannot be used; the message is one sentence that names it and the remedy.</summary>
public sealed class OptionException(string message) : Exception(message);

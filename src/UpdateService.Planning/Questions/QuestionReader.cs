using System.Collections.Immutable;
using System.Globalization;
using UpdateService.Graph.Versions;
using UpdateService.Planning.Paths;
using UpdateService.Planning.Writing;

namespace UpdateService.Planning.Questions;

/// <summary>Reads the values of a question and gathers all that is wrong with them.</summary>
/// <param name="parameters">The values.</param>
/// <param name="nearVersions">Versions of an architecture that a text that is none may have been meant to be; null for none.</param>
internal sealed class QuestionReader(QuestionParameters parameters, Func<string, Architecture, IReadOnlyList<string>>? nearVersions = null)
{
    private const int MostNames = 1000;

    /// <summary>What stands for the newest release, as it does in tags.</summary>
    private const string Latest = "latest";

    private readonly List<Refusal> refusals = [.. parameters.Refusals];

    public ImmutableArray<Refusal> Refusals => [.. refusals];

    /// <summary>The items of a comma list, trimmed, once each.</summary>
    public ImmutableArray<string> Names(string parameter) => parameters[parameter] is { } text
        ? [.. QuestionParameters.Items(text).Take(MostNames)]
        : [];

    public ReleaseVersion? Version(string parameter) => parameters[parameter] is { } text
        ? Version(parameter, text)
        : Refuse<ReleaseVersion>(parameter, $"'{parameter}' is missing; give a version such as 4.16.3.");

    public ImmutableArray<ReleaseVersion> Versions(string parameter) =>
        [.. Names(parameter).Select(name => Version(parameter, name)).OfType<ReleaseVersion>()];

    public PathTarget Target(string parameter)
    {
        if (parameters[parameter] is not { } written || Unprefixed(written) is not { } text || text.Equals(Latest, StringComparison.OrdinalIgnoreCase))
        {
            return PathTarget.Newest;
        }

        if (MinorName.TryParse(text, out var minor))
        {
            return PathTarget.Of(minor);
        }

        if (ReleaseVersion.TryParse(text, out var version, out var reason))
        {
            return OfAsked(parameter, version) is { } target ? PathTarget.Of(target) : PathTarget.Newest;
        }

        Refuse(RefusalKind.InvalidValue, parameter, $"'{parameter}' is neither a version nor a minor such as 4.18: {reason}.", NearVersions(text));
        return PathTarget.Newest;
    }

    /// <summary>The architecture; the default one where none is named or the name is refused.</summary>
    /// <param name="known">Those that may have been meant.</param>
    public Architecture Architecture(IReadOnlyCollection<string> known)
    {
        var text = parameters[ParameterNames.Architecture];
        if (ArchitectureName.TryRead(text, out var architecture))
        {
            return architecture;
        }

        Refuse(
            RefusalKind.InvalidValue,
            ParameterNames.Architecture,
            $"'{Excerpt.Of(text)}' is no architecture: names are of 0-9 and a-z, such as amd64.",
            NearNames.Near(text!, known));
        return Graph.Architecture.Default;
    }

    /// <summary>The name of a channel; null where none is given or the name is refused.</summary>
    /// <param name="known">Those that may have been meant.</param>
    /// <param name="parameter">Which value names it.</param>
    public string? Channel(Func<IEnumerable<string>> known, string parameter)
    {
        if (parameters[parameter] is not { } text || ChannelName.CanBeRequested(text))
        {
            return parameters[parameter];
        }

        Refuse(
            RefusalKind.InvalidValue,
            parameter,
            $"'{Excerpt.Of(text)}' is no channel: names are of 0-9, a-z, - and dots, such as stable-4.16.",
            NearNames.Near(text, known()));
        return null;
    }

    public int Count(string parameter, int most)
    {
        if (parameters[parameter] is not { } text)
        {
            return 0;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= most)
        {
            return count;
        }

        _ = Refuse<string>(parameter, $"'{parameter}' is not a number from 0 to {most}: '{Excerpt.Of(text)}'.");
        return 0;
    }

    /// <summary>The format that is asked for; null where none is.</summary>
    public AnswerFormat? Format(QuestionKind kind)
    {
        if (parameters[ParameterNames.Format] is not { } text)
        {
            return null;
        }

        if (AnswerFormats.TryParse(text, out var format) && kind.Formats().Contains(format))
        {
            return format;
        }

        var names = kind.Formats().Select(offered => offered.Name()).ToList();
        Refuse(RefusalKind.InvalidValue, ParameterNames.Format, $"This answer has no format '{Excerpt.Of(text)}'; it has {string.Join(", ", names)}.", NearNames.Near(text, names));
        return null;
    }

    /// <summary>Adds a refusal.</summary>
    public void Refuse(RefusalKind kind, string parameter, string message, IEnumerable<string> nearMatches) =>
        refusals.Add(new Refusal(kind, parameter, message, [.. nearMatches]));

    private ReleaseVersion? Version(string parameter, string written)
    {
        var text = Unprefixed(written);
        if (ReleaseVersion.TryParse(text, out var version, out var reason))
        {
            return OfAsked(parameter, version);
        }

        var near = NearVersions(text);
        var remedy = MinorName.TryParse(text, out _) ? $"{text} is a minor; give one of its versions{(near is [var newest, ..] ? $", such as {newest}" : "")}" : reason;
        Refuse(RefusalKind.InvalidValue, parameter, $"'{parameter}' cannot be read: {remedy}.", near);
        return null;
    }

    /// <summary>Tags and branches have a <c>v</c> before a version.</summary>
    private static string Unprefixed(string text) => text is ['v' or 'V', >= '0' and <= '9', ..] ? text[1..] : text;

    private IReadOnlyList<string> NearVersions(string text) =>
        nearVersions is not null && ArchitectureName.TryRead(parameters[ParameterNames.Architecture], out var architecture) ? nearVersions(text, architecture) : [];

    /// <summary>Graph-data names architectures as build metadata: a payload of another one must not be the answer.</summary>
    private ReleaseVersion? OfAsked(string parameter, ReleaseVersion version) =>
        version.Build.Length == 0 || !ArchitectureName.TryRead(parameters[ParameterNames.Architecture], out var asked) || (ArchitectureName.TryRead(version.Build, out var named) && named == asked)
            ? version.WithoutBuild
            : Refuse<ReleaseVersion>(parameter, $"'{parameter}' is {Excerpt.Of(version.Text)}, and the question is about {asked}: leave out what follows the +, and name the architecture by 'arch'.");

    private T? Refuse<T>(string parameter, string message)
        where T : class
    {
        Refuse(RefusalKind.InvalidValue, parameter, message, []);
        return null;
    }
}

using Microsoft.Extensions.Primitives;
using UpdateService.Planning.Questions;
using UpdateService.Server.Graphs;
using UpdateService.Server.Plans;

namespace UpdateService.Server.Pages;

/// <summary>Whether the client that requests a page's address is a browser.</summary>
internal static class PageNegotiation
{
    private const string MediaType = "text/html";

    /// <summary>
    /// A client gets HTML if it names <c>text/html</c> and no format of the answer with a higher quality. A client that sends a wildcard, as
    /// curl does, or <c>format=</c>, gets the planner's answer.
    /// </summary>
    public static bool WantsPage(HttpRequest request, PageKind kind)
    {
        var html = QualityOf(request.Headers.Accept, MediaType);
        return html > 0
            && !request.Query.ContainsKey(PlannerQuery.FormatName)
            && kind.Question().Formats().All(format => QualityOf(request.Headers.Accept, FormatNegotiation.TypeOf(format)) <= html);
    }

    /// <summary>The quality of a type that is named exactly; 0 if it is not named.</summary>
    private static double QualityOf(StringValues accept, string type)
    {
        foreach (var item in new HeaderItems(accept.Count == 1 ? accept[0] : string.Join(',', accept.ToArray())))
        {
            if (item.Name.Equals(type, StringComparison.OrdinalIgnoreCase))
            {
                return item.Quality;
            }
        }

        return 0;
    }
}
